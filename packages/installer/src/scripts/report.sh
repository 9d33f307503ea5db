# shellcheck shell=sh
# Prints how the agent is, in the form of survey.sh; comes after read.sh in the same program: its service, its status file, and what it has logged.
#
# Arguments: system|user, the status file; for log lines also their number and the time from which on, in s since 1970.
set -u
export LC_ALL=C SYSTEMD_PAGER='' SYSTEMD_COLORS=0
scope=$1 status=$2
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
fact service "$scope$newline$(
  systemctl "$manager" --no-pager show --property=ActiveState,SubState,UnitFileState,MainPID,NRestarts \
    kuma-agent.service 2>/dev/null
)"
if [ "$scope" = system ]; then
  fact wakers "$scope$newline$(
    systemctl --no-pager show --property=Id,LoadState,ActiveState,SubState,UnitFileState \
      kuma-agent.path kuma-agent-beat.timer 2>/dev/null
  )"
fi
# The agent's user may put anything there, and exchange it at any moment.
if text=$(read_plain "$status" | base64 | tr -d '\n') && [ -n "$text" ]; then fact status "$text"; fi
reason=$(not_plain "$status")
if [ -n "$reason" ]; then fact no-status "$status$newline$reason"; fi
if [ $# -gt 2 ]; then
  if [ "$scope" = system ]; then manager=--quiet; fi
  fact log "$(journalctl "$manager" --no-pager --quiet --output=cat "--lines=$3" "--since=@$4" "$unit" 2>/dev/null)"
fi
fact end complete
