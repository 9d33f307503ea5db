# shellcheck shell=sh
# Prints what the agent has logged, a line of JSON each; with follow it goes on until its input ends, as that of a lost
# connection does. Says "unreadable" when the account may not read the journal of the host.
#
# Arguments: system|user, show|follow, the number of lines, the time from which on, in s since 1970, or nothing, and the
# folder in which rounds of cron keep their log. Lines of that come as they are. Comes after read.sh in the same program.
set -u
export LC_ALL=C SYSTEMD_PAGER='' SYSTEMD_COLORS=0
scope=$1 how=$2 lines=$3 since=$4 folder=$5
can_read() {
  for file in /var/log/journal/*/system.journal /run/log/journal/*/system.journal; do
    if [ -r "$file" ]; then return; fi
  done
  return 1
}

# Two seconds: cron starts a round once a minute.
follow_kept_log() {
  shown=$(read_kept_log "$folder" | wc -l)
  while sleep 2; do
    now=$(read_kept_log "$folder" | wc -l)
    # The older half may have gone meanwhile.
    if [ "$now" -lt "$shown" ]; then shown=0; fi
    read_kept_log "$folder" | tail -n "+$((shown + 1))" | head -n "$((now - shown))"
    shown=$now
  done
}

if [ ! -d /run/systemd/system ]; then
  if [ -e "$folder/log" ] && ! [ -r "$folder/log" ]; then
    printf 'unreadable\n'
    exit
  fi
  read_kept_log "$folder" | awk -v since="${since:-0}" '$1 >= since' | tail -n "$lines"
  if [ "$how" = show ]; then exit; fi
  follow_kept_log &
  cat >/dev/null
  kill $!
  exit
fi
if [ "$scope" = system ] && ! can_read; then
  printf 'unreadable\n'
  exit
fi
set -- --no-pager --quiet --output=json --output-fields=MESSAGE,PRIORITY "--lines=$lines"
if [ "$scope" = user ]; then set -- "$@" --user-unit=kuma-agent.service; else set -- "$@" --unit=kuma-agent.service; fi
if [ -n "$since" ]; then set -- "$@" "--since=@$since"; fi
if [ "$how" = show ]; then exec journalctl "$@"; fi
journalctl "$@" --follow &
cat >/dev/null
kill $!
