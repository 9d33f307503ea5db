# shellcheck shell=sh
# Prints what runs on a host and could be watched, in the form of survey.sh; comes after read.sh in the same program. Changes nothing.
set -u
export LC_ALL=C SYSTEMD_PAGER='' SYSTEMD_COLORS=0
PATH=${PATH:-/usr/bin:/bin}:/usr/local/sbin:/usr/sbin:/sbin
newline='
'
fact() { printf '%s\t%s\0' "$1" "$2"; }

look_at_units() {
  [ -d /run/systemd/system ] || return 0
  # shellcheck disable=SC2046 # names of units hold no spaces
  fact units "$(
    bounded 20 systemctl --no-pager show --property=Id,Description,LoadState,ActiveState,SubState,UnitFileState,FragmentPath \
      '*.service' '*.timer' 2>/dev/null
  )"
}

# As root only: for others the programs of others are a secret.
look_at_supervisor() {
  for found in supervisorctl /usr/local/bin/supervisorctl /opt/supervisor/bin/supervisorctl; do
    command -v "$found" >/dev/null || continue
    # A supervisord that does not answer is one that could be watched, too.
    fact supervisor "$(bounded 10 "$found" status 2>/dev/null </dev/null | cut -d' ' -f1 | head -n 1000)"
    return 0
  done
}

look_at_containers() {
  for engine in docker podman; do
    command -v "$engine" >/dev/null || continue
    # The first podman since the start of the host makes folders, even to say that there are no containers.
    if [ "$engine" = podman ] && [ ! -d /run/libpod ]; then continue; fi
    names=$(bounded 10 "$engine" ps --format '{{.Names}}' 2>/dev/null </dev/null | head -n 1000)
    if [ -n "$names" ]; then fact containers "$engine$newline$names"; fi
  done
}

# Crontabs, and the scripts that report to an Uptime Kuma from there: FILE, system or account, TEXT. Whoever asks reads them: they
# hold tokens, so that nothing of a text is ever shown.
text_of() { read_plain "$1" | head -c 65536 | tr -d '\000'; }

look_at_scripts_in() { # TEXT
  for script in $(printf '%s\n' "$1" | grep -av '^[[:space:]]*#' | grep -aoE '/[A-Za-z0-9_./-]+' | sort -u | head -n 100); do
    case $script in /api/push* | /dev/* | /proc/* | /sys/* | */) continue ;; esac
    case $seen in *"$newline$script$newline"*) continue ;; esac
    seen=$seen$script$newline
    if [ -f "$script" ]; then look_at_script "$script"; fi
  done
}

look_at_script() { # FILE
  found=$(text_of "$1")
  case $found in *api/push/*) fact script "$1$newline$found" ;; esac
}

look_at_crontab() { # FILE system|account
  if [ ! -f "$1" ]; then return; fi
  text=$(text_of "$1")
  fact crontab "$1$newline$2$newline$text"
  look_at_scripts_in "$text"
}

look_at_cron() {
  seen=$newline
  for file in /etc/crontab /etc/cron.d/*; do look_at_crontab "$file" system; done
  for file in /var/spool/cron/crontabs/* /var/spool/cron/* /etc/crontabs/*; do look_at_crontab "$file" account; done
  for file in /etc/cron.hourly/* /etc/cron.daily/*; do
    if [ ! -f "$file" ]; then continue; fi
    look_at_script "$file"
    look_at_scripts_in "$(text_of "$file")"
  done
}

# Ports that something listens on beyond this host: PORT. Where the port is known for TLS, the name that its certificate is
# for, and whether it is to be trusted, too. A port of another kind is never spoken to: each call would stand in a log.
look_at_ports() {
  # In hex, as /proc has it: four bytes of an address come in the order of the processor.
  for listening in $(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '$4 == "0A" { print $2 }' | sort -u | head -n 200); do
    case ${listening%:*} in
      ??????7F | *FFFF0000??????7F | 00000000000000000000000001000000 | 7F?????? | 00000000000000000000000000000001) continue ;;
    esac
    printf '%d\n' "0x${listening##*:}"
  done | sort -nu | head -n 50 | while read -r port; do
    certificate=
    case $port in 443 | 465 | 636 | 853 | 990 | 993 | 995 | 5671 | 6443 | 6514 | 8443 | 8883 | 9443)
      certificate=$newline$(certificate_at "$port")
      ;;
    esac
    fact port "$port$certificate"
  done
}

# Only where openssl is: nothing else that every host has can read a certificate.
certificate_at() { # PORT
  command -v openssl >/dev/null || return 0
  shown=$(bounded 5 openssl s_client -connect "127.0.0.1:$1" </dev/null 2>/dev/null)
  known=$(printf '%s\n' "$shown" | openssl x509 -noout -ext subjectAltName 2>/dev/null | grep -o 'DNS:[^, ]*' | head -n 1) || known=
  known=${known#DNS:}
  [ -n "$known" ] || return 0
  # Any name below it will do to look at the dates, but the check asks for one.
  case $known in '*.'*) return 0 ;; esac
  answer=$(bounded 5 openssl s_client -connect "127.0.0.1:$1" -servername "$known" -verify_hostname "$known" </dev/null 2>/dev/null |
    grep -m 1 'Verify return code:')
  case $answer in *': 0 (ok)') printf '%s\n%s' "$known" trusted ;; *) printf '%s\n%s' "$known" untrusted ;; esac
}

fact hostname "$(uname -n)"
look_at_units
look_at_supervisor
look_at_containers
look_at_cron
look_at_ports
fact end complete
