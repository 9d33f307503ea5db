#!/bin/sh
# Cleans up after a process that could not do it itself (SIGKILL, crash).
# Reads what there is to clean up from stdin, as tab-separated lines, until the writer is gone:
#   add ID folder PATH        remove the folder
#   add ID process PID START  kill the process and its group, if START is still the start time of that PID
#   add ID bed SCRIPT STATE   stop the systemd bed of that state folder
#   drop ID                   was cleaned up in the regular way
# Then it cleans up what is left, the newest first.
trap '' INT TERM HUP
tab=$(printf '\t')
lines=$(cat)

start_time() { # of a process, in clock ticks since boot; the command name before it may hold spaces and brackets
  sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20
}

kill_process() {
  [ "$(start_time "$1")" = "$2" ] || return 0
  kill -KILL -- "-$1" 2>/dev/null
  kill -KILL "$1" 2>/dev/null
  tries=0
  while [ "$(start_time "$1")" = "$2" ] && [ $tries -lt 40 ]; do
    sleep 0.05
    tries=$((tries + 1))
  done
}

printf '%s\n' "$lines" | awk -F '\t' '
  $1 == "add" { order[++count] = $2; line[$2] = $0 }
  $1 == "drop" { delete line[$2] }
  END { for (i = count; i > 0; i--) if (order[i] in line) print line[order[i]] }
' | while IFS="$tab" read -r _ _ kind first second; do
  case $kind in
    folder) rm -rf -- "$first" ;;
    process) kill_process "$first" "$second" ;;
    bed) bash "$first" stop "$second" </dev/null >/dev/null 2>&1 ;;
  esac
done
