# shellcheck shell=sh
# Looks at a host and prints facts; changes nothing. A fact is a name, a tab, a value and a NUL.
#
# Arguments: scope=system|user  node=PROGRAM  look=PATH  above=PATH  below=FOLDER  beside=FOLDER  content=FILE  dropins=FOLDER
#   same=COPY  units=FOLDER  unit=system|user:NAME. A path may begin with @home, @config, @data or @runtime, the folders of the account.
# same= compares a copy with the program of node=, which comes before it; beside= finds what a killed run has left.
set -u
export LC_ALL=C SYSTEMD_PAGER='' SYSTEMD_COLORS=0
# Plain su leaves the places of system programs out.
PATH=${PATH:-/usr/bin:/bin}:/usr/local/sbin:/usr/sbin:/sbin
newline='
'

fact() { printf '%s\t%s\0' "$1" "$2"; }

# The value when it is an absolute path, else the default: the XDG specification has relative paths ignored.
absolute_or() { case $1 in /*) printf '%s' "$1" ;; *) printf '%s' "$2" ;; esac; }

place() {
  case $1 in
    @home*) printf '%s' "$home${1#@home}" ;;
    @config*) printf '%s' "$config${1#@config}" ;;
    @data*) printf '%s' "$data${1#@data}" ;;
    @runtime*) printf '%s' "$runtime${1#@runtime}" ;;
    *) printf '%s' "$1" ;;
  esac
}

account_line() { getent "$1" "$2" 2>/dev/null || grep "^$2:" "/etc/$1" 2>/dev/null; }

look_at_account() {
  uid=$(id -u)
  name=$(id -un)
  home=${HOME:-$(account_line passwd "$name" | cut -d: -f6)}
  config=$(absolute_or "${XDG_CONFIG_HOME:-}" "$home/.config")
  data=$(absolute_or "${XDG_DATA_HOME:-}" "$home/.local/share")
  runtime=$(absolute_or "${XDG_RUNTIME_DIR:-}" "/run/user/$uid")
  fact account "$uid$newline$name$newline$(id -gn)"
  fact folders "$home$newline$config$newline$data$newline$runtime"
  if [ -e "/var/lib/systemd/linger/$name" ]; then fact has linger; fi
  for name in kuma-agent systemd-journal; do
    if line=$(account_line passwd "$name"); then fact user "$line"; fi
    if line=$(account_line group "$name"); then fact group "$line"; fi
  done
}

# Where the configuration of the host names the agent's account as one that something runs as or belongs to: FILE:LINE.
look_for_uses() { # ACCOUNT
  account_line passwd "$1" >/dev/null || return 0
  for found in $(
    bounded 20 grep -rIsnE --exclude-dir="$1" --exclude-dir="$1.service.d" --exclude-dir=.git --exclude="$1.service" \
      --exclude="$1-wake@.service" --exclude="$1-beat.service" --exclude="$1-drill.service" --exclude="50-$1.rules" --exclude='passwd*' --exclude='*shadow*' --exclude='group*' --exclude='sub[ug]id*' \
      "(^|[^-/.[:alnum:]_])$1([^-/.[:alnum:]_]|\$)" /etc 2>/dev/null |
      grep -vE '^[^:]*:[0-9]+:[[:space:]]*[#;]|KUMA_AGENT_STATE=[^ ]* (STATE_DIRECTORY=[^ ]* )?/usr/local/lib/kuma-agent/[a-z]*\.sh ' | sed -n 's/^\([^:]*:[0-9]*\):.*/\1/p' | head -n 20
  ); do fact use "$found"; done
}

look_at_system() {
  fact hostname "$(uname -n)"
  fact kernel "$(uname -srm)"
  fact libc "$(getconf GNU_LIBC_VERSION 2>/dev/null)"
  if [ -r /etc/machine-id ]; then fact machine-id "$(cat /etc/machine-id)"; fi
  # One that is mounted over the file is new with each boot.
  case $(cat /etc/machine-id 2>/dev/null) in
    '' | *[!0-9a-f]*) ;;
    *) grep -q ' /etc/machine-id ' /proc/self/mountinfo 2>/dev/null || fact machine-id-kept yes ;;
  esac
  if [ -r /etc/os-release ]; then fact system "$(sed -n 's/^PRETTY_NAME=//p' /etc/os-release | tr -d '"')"; fi
  # sd_booted(3): a container may have the programs without the manager.
  if [ -d /run/systemd/system ]; then fact has systemd; fi
  if [ -d /run/openrc ]; then fact has openrc; fi
  if [ -d /etc/cron.d ] || [ -d /etc/crontabs ]; then fact has cron; fi
  if [ -S /run/dbus/system_bus_socket ] || [ -S /var/run/dbus/system_bus_socket ]; then fact has dbus; fi
  if [ -d /etc/polkit-1/rules.d ]; then fact has polkitRules; fi
  # The search path that systemd gives to services.
  for folder in /usr/local/bin /usr/bin /bin; do
    if [ -f "$folder/systemd-notify" ] && [ -x "$folder/systemd-notify" ]; then fact has systemdNotify; fi
  done
  for program in node nodejs systemctl journalctl loginctl systemd-sysusers useradd userdel adduser deluser groupdel \
    getent flock sha256sum curl wget xz gzip awk busybox crond cron rc-service sudo apt-get dnf zypper apk; do
    found=$(command -v "$program" 2>/dev/null) || continue
    case $found in /*) fact program "$program$newline$found" ;; esac
  done
}

# The package that has brought the agent's program, as the host's own list of packages has it.
look_at_package() {
  for found in kuma-agent kuma-agent-standalone; do
    if version=$(dpkg-query -W -f '${db:Status-Status} ${Version}' "$found" 2>/dev/null); then
      case $version in 'installed '*) fact package "deb$newline$found$newline${version#* }" ;; esac
    elif version=$(rpm -q --qf '%{VERSION}-%{RELEASE}' "$found" 2>/dev/null); then
      fact package "rpm$newline$found$newline$version"
    fi
  done
}

# Without systemd: the kind of cron, its program, and the file that an entry of the agent goes to.
look_at_cron() {
  find_cron
  if [ -n "$cron_kind" ]; then
    fact cron "$cron_kind$newline$cron_program$newline${cron_folder:+$cron_folder/kuma-agent}"
    if [ -n "$cron_folder" ]; then look_at_entries "$cron_folder"; fi
  else
    for found in cron crond; do
      if found=$(command -v "$found"); then
        fact cron "stopped$newline$found"
        break
      fi
    done
  fi
}

look_at_entries() { # FOLDER
  add "$1/kuma-agent"
  if [ -f "$1/kuma-agent" ]; then content "$1/kuma-agent"; fi
  for found in "$1"/.kuma-*; do if [ -f "$found" ]; then add "$found"; fi; done
}

# Whether every account may run the program: the service's user reaches neither homes nor private folders.
is_open_to_all() {
  bits=$(stat -c %a -- "$1") || return 1
  if [ -d "$1" ]; then allowed='[1357]'; else allowed='[57]'; fi
  # shellcheck disable=SC2254 # a pattern
  case $bits in *$allowed) ;; *) return 1 ;; esac
  [ "$1" = / ] || is_open_to_all "$(dirname -- "$1")"
}

look_at_node() {
  found=$(command -v -- "$1") && real=$(readlink -f -- "$found") && [ -f "$real" ] || return 0
  if is_open_to_all "$real"; then open=yes; else open=no; fi
  fact node "$found$newline$real$newline$("$real" --version 2>/dev/null)$newline$open"
}

# Names with a line break are left out: nothing of ours has one, and lists below have a name on each line.
paths=
add() { case $1 in *"$newline"*) ;; *) paths=$paths$1$newline ;; esac; }

# The folders that a path lies in, without the root.
above() {
  set -- "$(dirname -- "$1")"
  case $1 in
    / | .) ;;
    *)
      add "$1"
      above "$1"
      ;;
  esac
}

below() {
  for found in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    if [ -e "$found" ] || [ -L "$found" ]; then
      add "$found"
      if [ -d "$found" ] && [ ! -L "$found" ]; then below "$found"; fi
    fi
  done
}

content() {
  if text=$(bounded 20 base64 "$1" 2>&1); then
    fact content "$1$newline$(printf '%s' "$text" | tr -d '\n')"
  else
    fact unreadable "$1$newline$(printf '%s' "${text##*: }" | tr '\n' ' ')"
  fi
}

drop_ins() {
  if [ -d "$1" ] && ! [ -r "$1" ]; then fact unreadable "$1${newline}Permission denied"; fi
  for found in "$1"/*.json "$1"/*.yaml "$1"/*.yml; do
    if [ -f "$found" ]; then
      content "$found"
    elif [ -e "$found" ] || [ -L "$found" ]; then
      fact unreadable "$found${newline}it is not there, or a link to nowhere"
    fi
  done
}

manager() {
  which=$1
  shift
  if [ "$which" = user ]; then set -- --user "$@"; fi
  systemctl --no-pager "$@"
}

properties=Id,LoadState,LoadError,ActiveState,SubState,UnitFileState,Description,FragmentPath,Type,RemainAfterExit
properties=$properties,TriggeredBy,MainPID,NRestarts,NeedDaemonReload,CanReload

look_at_service() {
  fact manager "$1$newline$(manager "$1" is-system-running 2>&1 | head -n 1)"
  fact service "$1$newline$(manager "$1" show "--property=$properties" kuma-agent.service 2>&1)"
  fact wakers "$1$newline$(manager "$1" show "--property=$properties" kuma-agent.path kuma-agent-beat.timer kuma-agent-drill.timer kuma-agent-drill.service 2>&1)"
  fact systemd-version "$(systemctl --version | sed -n '1s/^systemd \([0-9]*\).*/\1/p')"
}

look_at_units() {
  [ $# -gt 1 ] || return 0
  which=$1
  shift
  fact asked "$which$newline$*"
  if shown=$(manager "$which" show "--property=$properties" -- "$@" 2>&1); then
    fact units "$which$newline$shown"
  else
    fact no-units "$which$newline$shown"
  fi
  case $newline$shown in *"${newline}LoadState=not-found"*) ;; *) return 0 ;; esac
  fact known-units "$which$newline$(
    manager "$which" list-unit-files --no-legend --plain 2>/dev/null
    manager "$which" list-units --all --no-legend --plain 2>/dev/null
  )"
}

look_at_account
look_at_system
if [ -e /usr/lib/kuma-agent ]; then look_at_package; fi
look_for_uses kuma-agent
scope=system system_units='' user_units=''
for argument in "$@"; do
  value=$(place "${argument#*=}")
  case $argument in
    scope=*) scope=$value ;;
    node=*) look_at_node "$value" ;;
    look=*) add "$value" ;;
    above=*) above "$value" ;;
    below=*)
      add "$value"
      if [ -d "$value" ] && [ ! -L "$value" ]; then below "$value"; fi
      ;;
    units=*)
      for found in "$value"/kuma-agent?* "$value"/*.d "$value"/*.d/50-kuma-agent.conf; do
        if [ -e "$found" ] || [ -L "$found" ]; then add "$found"; fi
      done
      ;;
    beside=*) for found in "$value"/.kuma-*; do if [ -f "$found" ]; then add "$found"; fi; done ;;
    content=*) if [ -f "$value" ] && [ ! -L "$value" ]; then content "$value"; fi ;;
    dropins=*) drop_ins "$value" ;;
    same=*) if cmp -s -- "${real:-}" "$value"; then fact same "$value"; fi ;;
    unit=system:*) system_units="$system_units${value#*:}$newline" ;;
    unit=user:*) user_units="$user_units${value#*:}$newline" ;;
  esac
done

if [ ! -d /run/systemd/system ]; then look_at_cron; fi
each_path() { printf '%s' "$paths" | tr '\n' '\0' | xargs -0 -r "$@" 2>/dev/null; }
fact stats "$(each_path stat -c '%f|%u|%g|%U|%G|%s|%n' --)"
# The copy of Node is too big to be hashed each time: same= compares it.
paths=$(printf '%s' "$paths" | while IFS= read -r path; do
  if [ -f "$path" ] && [ ! -L "$path" ] && [ "${path##*/}" != node ]; then printf '%s\n' "$path"; fi
done)$newline
fact hashes "$(each_path timeout 60 sha256sum --)"

if [ -d /run/systemd/system ] && command -v systemctl >/dev/null; then
  look_at_service "$scope"
  set -f
  IFS=$newline
  # shellcheck disable=SC2086 # one word for each line
  look_at_units system $system_units
  # shellcheck disable=SC2086
  look_at_units user $user_units
fi
fact end complete
