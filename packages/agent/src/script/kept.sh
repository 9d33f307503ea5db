# shellcheck shell=sh disable=SC2034,SC2154 # other parts of the script use and set its variables

# Rounds that cron starts once a minute: they share a folder, in which the log and the status lie too.

# In s. A round takes a minute at most, and longer only with a server that answers late.
hung_after=300

# A line of the log: seconds since 1970, the priority of syslog, the text. It has two files of 256 KiB at most.
log() {
  [ "$(wc -c 2>/dev/null <"$folder/log")" -lt 262144 ] 2>/dev/null || mv -f "$folder/log" "$folder/log.old" 2>/dev/null || :
  printf '%s %s %s\n' "$(date +%s)" "$1" "$2" >>"$folder/log"
}

begin_log() { [ -n "$verbose" ] || is_logging=1; }

# What root writes would stay root's, and the account of the rounds owns the folder.
refuse_root() {
  [ "$(id -u)" != 0 ] || die 2 "not as root: run it as the user that cron runs it as, or with --status"
}

note_holder() { read_clock; printf '%s %s\n' "$$" "$whole" >"$folder/holder"; }

# A round that hangs is ended by one of the next: it would hold the lock for ever.
end_hung() {
  holder='' begun=0
  read -r holder begun 2>/dev/null <"$folder/holder" || return 1
  case $holder$begun in '' | *[!0-9]*) return 1 ;; esac
  read_clock
  [ $((whole - begun)) -ge "$hung_after" ] || return 1
  say 4 "a round that began $((whole - begun)) s ago hangs, and is ended"
  kill -KILL "$holder" 2>/dev/null || return 1
  sleep 1
}
