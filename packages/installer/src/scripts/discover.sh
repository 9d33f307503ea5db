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

# The lines of a file that report to an Uptime Kuma, without their tokens: FILE, LINE, URL.
pushes_in() { # FILE
  read_plain "$1" | grep -anE '^[^#]*https?://[^[:space:]"'\'']*/api/push/' | head -n 50 |
    sed -nE 's!^([0-9]+):.*(https?://[^[:space:]"'\''@]*)/api/push/.*$!\1 \2!p' |
    while read -r line url; do fact push "$1$newline$line$newline$url"; done
}

# Scripts that a line of cron runs, one step deep.
look_at_cron_lines() {
  for file in /etc/crontab /etc/cron.d/* /etc/cron.hourly/* /etc/cron.daily/* /var/spool/cron/crontabs/* /var/spool/cron/* /etc/crontabs/*; do
    if [ ! -f "$file" ]; then continue; fi
    pushes_in "$file"
    for script in $(read_plain "$file" | grep -av '^[[:space:]]*#' | grep -aoE '/[A-Za-z0-9_./-]+' | sort -u | head -n 100); do
      case $script in
        /api/push* | /dev/* | /proc/* | /sys/* | */) ;;
        *) if [ -f "$script" ] && [ -x "$script" ]; then pushes_in "$script"; fi ;;
      esac
    done
  done
}

fact hostname "$(uname -n)"
look_at_units
look_at_supervisor
look_at_containers
look_at_cron_lines
fact end complete
