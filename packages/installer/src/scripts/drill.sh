# shellcheck shell=sh
# Stops a service for a drill. Before it does, it puts a timer and a service on the host that start it again at the
# deadline, also after a reboot, and remove themselves once they have done so. "look" prints facts in the form of
# survey.sh, the others a line for each thing that they have done.
#
# Arguments: look UNIT, stop SECONDS UNIT..., end UNIT...
set -uf
export LC_ALL=C SYSTEMD_PAGER='' SYSTEMD_COLORS=0
PATH=${PATH:-/usr/bin:/bin}:/usr/local/sbin:/usr/sbin:/sbin
folder=/etc/systemd/system
service=$folder/kuma-drill.service timer=$folder/kuma-drill.timer link=$folder/timers.target.wants/kuma-drill.timer
fact() { printf '%s\t%s\0' "$1" "$2"; }

# A unit and those that stop together with it.
together() { # UNIT
  all=$1 todo=$1
  while [ -n "$todo" ]; do
    # shellcheck disable=SC2086 # names of units hold no spaces
    found=$(systemctl show --property=RequiredBy,RequisiteOf,BoundBy,ConsistsOf,PropagatesStopTo -- $todo | sed 's/^[^=]*=//')
    todo=
    for one in $found; do
      case " $all " in *" $one "*) continue ;; esac
      all="$all $one" todo="$todo $one"
    done
  done
}

# The units that this script runs in, up to the one that the host was reached through.
around() {
  process=$$
  while [ "${process:-0}" -gt 1 ]; do
    tr '/' '\n' <"/proc/$process/cgroup" 2>/dev/null | grep -E '\.(service|scope|socket)$'
    process=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$process/status" 2>/dev/null)
  done
}

look() { # UNIT
  fact uid "$(id -u)"
  fact hostname "$(uname -n)"
  if [ ! -d /run/systemd/system ]; then
    fact end no-systemd
    return
  fi
  fact unit "$(systemctl show \
    --property=Id,LoadState,ActiveState,SubState,Type,CanStop,RefuseManualStart,RefuseManualStop,TriggeredBy -- "$1")"
  together "$1"
  # shellcheck disable=SC2086
  fact together "$(systemctl show --property=Id,ActiveState -- $all)"
  fact around "$(around | sort -u)"
  if [ -e "$service" ] || [ -e "$timer" ]; then fact drill "$(systemctl is-active kuma-drill.timer)"; fi
  fact end complete
}

# A name as it stands behind ExecStart=, where a backslash begins an escape.
quoted() { # UNIT...
  printf ' %s' "$@" | sed 's/\\/\\\\/g'
}

remove_guard() {
  tidy=$(grep -s '/rmdir ' "$service")
  rm -f -- "$link" "$timer" "$service"
  if [ -n "$tidy" ]; then rmdir -- "${link%/*}" 2>/dev/null; fi
  systemctl stop kuma-drill.timer 2>/dev/null
  systemctl daemon-reload
}

# Whoever makes the first file does the drill.
put_guard() { # SECONDS UNIT...
  seconds=$1
  shift
  systemctl=$(command -v systemctl) rm=$(command -v rm) || return
  umask 022
  # Where no timer was enabled before, the folder for it is ours.
  if [ -d "${link%/*}" ]; then
    tidy=
  else
    tidy="$(command -v rmdir) ${link%/*}; "
    mkdir -p "${link%/*}" || return
  fi
  (
    set -C
    cat >"$service"
  ) 2>/dev/null <<END || { [ -e "$service" ] && return 3 || return 1; }
# Made by kuma verify --drill, and removed by itself.
[Unit]
Description=Starts $1 again after a drill
StartLimitIntervalSec=0
[Service]
Type=oneshot
ExecStart=$systemctl start --$(quoted "$@")
ExecStart=$rm -f -- $link $timer $service
ExecStart=/bin/sh -c '$tidy$systemctl stop --no-block kuma-drill.timer; exec $systemctl daemon-reload'
END
  cat >"$timer" <<END || return
# Made by kuma verify --drill, and removed by itself.
[Unit]
Description=The end of a drill of $1
[Timer]
OnActiveSec=${seconds}s
OnUnitInactiveSec=15s
AccuracySec=1s
END
  ln -sf "$timer" "$link" || return
  # A host that loses its power in the middle must find them again.
  sync "$service" "$timer" "${link%/*}" 2>/dev/null || sync
  systemctl daemon-reload && systemctl start kuma-drill.timer
}

# Takes away what is left when this script is killed before the timer runs.
begin_sweeper() {
  systemctl stop kuma-drill-sweep.timer 2>/dev/null
  # systemd would read a variable, a semicolon and a second line in its own way.
  begun='systemctl --quiet is-active kuma-drill.timer || systemctl --quiet is-active kuma-drill.service'
  removed="rm -f -- $link $timer $service && (rmdir -- ${link%/*} || true) 2>/dev/null"
  systemd-run --quiet --unit=kuma-drill-sweep --on-active=20s --timer-property=AccuracySec=1s \
    /bin/sh -c "$begun || $removed && systemctl daemon-reload"
}

# What a run has left that was killed before the timer ran.
sweep() {
  if { [ -e "$service" ] || [ -e "$timer" ] || [ -L "$link" ]; } &&
    ! systemctl --quiet is-active kuma-drill.timer && ! systemctl --quiet is-active kuma-drill.service; then
    remove_guard
  fi
}

stop() { # SECONDS UNIT...
  # Somebody who hangs up must not leave half of it.
  trap '' HUP INT PIPE TERM
  sweep
  begin_sweeper
  put_guard "$@"
  case $? in
    0)
      systemctl stop kuma-drill-sweep.timer
      echo guarded
      ;;
    3)
      echo busy
      return
      ;;
    *)
      remove_guard
      systemctl stop kuma-drill-sweep.timer
      echo unguarded
      return
      ;;
  esac
  echo stopping
  if systemctl stop -- "$2"; then echo stopped; else echo not-stopped; fi
}

end() { # UNIT...
  trap '' HUP INT PIPE TERM
  if [ -e "$service" ]; then systemctl start kuma-drill.service; fi
  if [ -e "$service" ] || [ -e "$timer" ]; then
    echo guard
  elif [ -L "$link" ]; then
    remove_guard
  fi
  for one in "$@"; do echo "$(systemctl is-active -- "$one") $one"; done
  echo ended
}

"$@"
