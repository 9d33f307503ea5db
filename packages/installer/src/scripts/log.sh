# shellcheck shell=sh
# Prints what the agent has logged, a line of JSON each; with follow it goes on until its input ends, as that of a lost
# connection does. Says "unreadable" when the account may not read the journal of the host.
#
# Arguments: system|user, show|follow, the number of lines, and the time from which on, in s since 1970, or nothing.
set -u
export LC_ALL=C SYSTEMD_PAGER='' SYSTEMD_COLORS=0
scope=$1 how=$2 lines=$3 since=$4
can_read() {
  for file in /var/log/journal/*/system.journal /run/log/journal/*/system.journal; do
    if [ -r "$file" ]; then return; fi
  done
  return 1
}
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
