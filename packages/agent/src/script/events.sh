# shellcheck shell=sh disable=SC2034,SC2154 # other parts of the script use and set its variables

# Looks when systemd's events wake it: the file `wake` says that a unit has started or ended, `beat` that heartbeats are
# due. It ends when nothing is under way any more; what wakes it later starts it again.

is_woken() { [ -e "$folder/wake" ] || [ -e "$folder/beat" ] || [ -e "$folder/news" ]; }

# Up to some seconds; less when something has happened.
rest() {
  tenths=$(($1 * 10))
  while [ "$tenths" -gt 0 ] && ! is_woken; do
    if sleep 0.1 2>/dev/null; then tenths=$((tenths - 1)); else sleep 1; tenths=$((tenths - 10)); fi
  done
}

# Each program runs once at a time.
run_programs() {
  for number in $programs; do
    [ ! -e "$folder/running.$number" ] || continue
    : >"$folder/command.$number"
    : >"$folder/running.$number"
    start_program "$number"
  done
}

take_wakes() {
  woken=
  if [ -e "$folder/wake" ]; then
    woken=1
    # A crash loop wakes it with each death and each start. Several looks without news are followed by a pause.
    if [ "$dull" -ge 5 ] && [ ! -e "$folder/beat" ]; then sleep 2; fi
    # It may take a while until it is known how a start went.
    read_clock
    deadline=$((whole + longest))
  fi
  rm -f "$folder/wake" "$folder/news"
  [ -e "$folder/beat" ] || return
  rm -f "$folder/beat"
  dull=0 quiet=''
  begin_round
  run_programs
}

is_under_way() {
  for file in "$folder"/push.* "$folder"/running.* "$folder/news"; do [ ! -e "$file" ] || return 0; done
  return 1
}

look_at_events() {
  prepare
  rm -f "$folder"/running.*
  dull=0 quiet=1
  [ ! -f "$folder/dull" ] || read -r dull <"$folder/dull" || :
  case $dull in '' | *[!0-9]*) dull=0 ;; esac
  is_woken || : >"$folder/beat"
  while :; do
    take_wakes
    look
    if [ -n "$changed" ]; then dull=0; elif [ -n "$woken" ]; then dull=$((dull + 1)); fi
    publish_status
    if [ -n "$again" ] && [ "$whole" -lt "$deadline" ]; then rest 1
    elif is_under_way; then rest 600
    else break; fi
  done
  printf '%s\n' "$dull" >"$folder/dull"
  wait_for_changes
}
