# shellcheck shell=sh
# Prints how the agent is, in the form of survey.sh; comes after read.sh in the same program: the clock, its service, its status file, and what it has logged.
#
# Arguments: system|user, the status file, and the number of checks whose pushes are waited for; for log lines also their
# number and the time from which on, in s since 1970.
set -u
export LC_ALL=C SYSTEMD_PAGER='' SYSTEMD_COLORS=0
scope=$1 status=$2 awaited=$3
newline='
'
fact() { printf '%s\t%s\0' "$1" "$2"; }
if [ "$scope" = user ]; then
  manager=--user
  unit=--user-unit=kuma-agent.service
else
  manager=--system
  unit=--unit=kuma-agent.service
fi
# Without systemd cron is what wakes the agent, and the state of it stands for the agent's.
look_at_cron() { # FOLDER OF THE LOG
  find_cron
  if [ -n "$cron_kind" ]; then active=active sub=waiting; else active=inactive sub=dead; fi
  enabled=disabled loaded=not-found
  for found in /etc/cron.d /etc/crontabs /var/spool/cron/crontabs "$cron_folder"; do
    # Only root may look into some of them.
    if [ -e "$found/kuma-agent" ] || { [ -d "$found" ] && [ ! -x "$found" ] && [ -d "$1" ]; }; then enabled=enabled; fi
  done
  if [ "$enabled" = enabled ] || [ -d "$1" ]; then loaded=loaded; fi
  if [ "$enabled" != enabled ]; then active=inactive sub=dead; fi
  fact wakers "$scope${newline}Id=cron${newline}LoadState=$loaded${newline}ActiveState=$active${newline}SubState=$sub${newline}UnitFileState=$enabled"
}

# Waits until so many checks of the process that runs have pushed, 5 s at most: asking again costs a way there and back.
await_pushes() {
  tries=0 pid=
  while [ "$tries" -lt 100 ]; do
    # Asking systemd costs more than reading a file.
    if [ $((tries % 10)) -eq 0 ]; then
      pid=$(systemctl "$manager" --no-pager show --property=MainPID kuma-agent.service 2>/dev/null)
      case $pid in MainPID=[1-9]*) pid=${pid#MainPID=} ;; *) return ;; esac
    fi
    text=$(read_plain "$status" | grep -E "\"pid\": $pid,|\"lastPush\": \{")
    case $text in
      *'"pid"'*) if [ "$(printf '%s\n' "$text" | grep -c '"lastPush"')" -ge "$awaited" ]; then return; fi ;;
    esac
    sleep 0.05 2>/dev/null || return
    tries=$((tries + 1))
  done
}

if [ "$awaited" -gt 0 ]; then await_pushes; fi
fact clock "$(date +%s)"
fact service "$scope$newline$(
  systemctl "$manager" --no-pager show --property=ActiveState,SubState,UnitFileState,MainPID,NRestarts \
    kuma-agent.service 2>/dev/null
)"
if [ ! -d /run/systemd/system ]; then
  look_at_cron "${status%/*}"
elif [ "$scope" = system ]; then
  fact wakers "$scope$newline$(
    systemctl --no-pager show --property=Id,LoadState,ActiveState,SubState,UnitFileState \
      kuma-agent.path kuma-agent-beat.timer 2>/dev/null
  )"
fi
# The agent's user may put anything there, and exchange it at any moment.
if text=$(read_plain "$status" | base64 | tr -d '\n') && [ -n "$text" ]; then fact status "$text"; fi
reason=$(not_plain "$status")
if [ -n "$reason" ]; then fact no-status "$status$newline$reason"; fi
if [ $# -gt 3 ]; then
  if [ ! -d /run/systemd/system ]; then
    fact log "$(read_kept_log "${status%/*}" | awk -v since="$5" '$1 >= since' | tail -n "$4" | sed 's/^[0-9]* [0-9]* //')"
  else
    if [ "$scope" = system ]; then manager=--quiet; fi
    fact log "$(journalctl "$manager" --no-pager --quiet --output=cat "--lines=$4" "--since=@$5" "$unit" 2>/dev/null)"
  fi
fi
fact end complete
