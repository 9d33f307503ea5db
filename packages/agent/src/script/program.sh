# shellcheck shell=sh disable=SC2034,SC2154,SC2317 # other parts of the script use and set its variables

usage() {
  cat <<END
Looks once at what this host's config names and pushes it to Uptime Kuma. Run it every $period s.

Usage: $0 [--verbose | --status | --help]

  --verbose  say what was found, too
  --status   print what the last rounds found; pushes nothing

Exit codes: 0 everything was pushed, 1 something could not be looked at or pushed, 2 wrong usage,
75 another round is still at work
END
}

# Seconds since the boot, whatever is done to the clock.
read_clock() {
  if read -r now rest </proc/uptime 2>/dev/null; then :; else now=$(date +%s); fi
  whole=$now; IFS=. read -r whole rest <<END
$now
END
}

find_folder() {
  if [ -n "$wanted_folder" ]; then folder=$wanted_folder
  elif [ -n "$runtime_folder" ]; then folder=$runtime_folder
  elif [ -n "$events$kept" ]; then folder=$events$kept
  elif [ "$(id -u)" = 0 ]; then folder=/run/$id
  elif [ -n "$session_folder" ]; then folder=$session_folder/$id
  else folder=$config_folder/.$id; fi
  mkdir -p "$folder" || die 1 "the folder $folder cannot be made; give another one in KUMA_AGENT_STATE, which this user may write to"
  [ -w "$folder" ] || die 1 "the folder $folder belongs to another user"
  [ -w "${memory_folder:=$folder}" ] || memory_folder=$folder
  boot=unknown
  read -r boot </proc/sys/kernel/random/boot_id 2>/dev/null || :
  identity="kuma-agent 1 $boot $fingerprint"
  before=
  [ ! -f "$folder/state" ] || read -r before <"$folder/state" || :
}

# One round at a time. The lock of flock ends with the process; the folder is for hosts without it.
take_lock() {
  if command -v flock >/dev/null 2>&1; then
    exec 9>"$folder/lock"
    flock -n 9 || { [ -n "$kept" ] && end_hung && flock -n 9; } || die 75 "another round is still at work"
    [ -z "$kept" ] || note_holder
    return
  fi
  tries=0
  until mkdir "$folder/lock.d" 2>/dev/null; do
    tries=$((tries + 1))
    holder=; held_boot=
    read -r holder held_boot <"$folder/lock.d/holder" 2>/dev/null || sleep 1
    [ -n "$holder" ] || read -r holder held_boot <"$folder/lock.d/holder" 2>/dev/null || :
    if [ "$tries" -gt 3 ] || { [ "$held_boot" = "$boot" ] && kill -0 "$holder" 2>/dev/null; }; then
      die 75 "another round is still at work"
    fi
    # The round that gets it moved away is the only one to remove it.
    mv "$folder/lock.d" "$folder/lock.$$" 2>/dev/null && rm -rf "$folder/lock.$$"
  done
  printf '%s %s\n' "$$" "$boot" >"$folder/lock.d/holder"
  trap 'rm -rf "$folder/lock.d"' 0
  trap 'exit 1' 1 2 15
}

# The monitors whose last change is still on its way.
find_busy() {
  busy=' '
  while read -r number rest; do
    [ -f "$folder/push.$number" ] || continue
    pid=; at=0
    read -r pid at <"$folder/push.$number" || :
    if [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null && [ $((whole - at)) -lt $((change_time * 2 + 30)) ]; then
      busy="$busy$number "
    else rm -f "$folder/push.$number"; fi
  done <<END
$checks
END
}

wait_for_changes() {
  for number in $started; do
    while [ -f "$folder/push.$number" ]; do
      read_clock
      [ "$whole" -lt "$deadline" ] || return
      sleep 0.1 2>/dev/null || sleep 1
    done
    ended=0
    [ ! -f "$folder/ended.$number" ] || read -r ended <"$folder/ended.$number"
    rm -f "$folder/ended.$number"
    [ "$ended" = 0 ] || failed=1
  done
  started=
}

show() {
  # shellcheck disable=SC2086 # names of units hold nothing that a shell would expand
  limited 10 systemctl "--$1" show --no-pager "--property=$properties" -- $2 2>&1
  shown=$?
  # After a unit that it cannot show systemctl leaves out the others; 124 and more: it never answered.
  if [ "$shown" -eq 0 ] || [ "$shown" -ge 124 ]; then return; fi
  printf '\n= %s\n' "$1"
  for one_unit in $2; do
    if block=$(limited 10 systemctl "--$1" show --no-pager "--property=$properties" -- "$one_unit" 2>/dev/null); then
      printf '%s\n\n' "$block"
    else
      limited 10 systemctl "--$1" list-units --all --full --plain --no-legend -- "$one_unit" 2>/dev/null |
        while read -r listed load active sub rest; do
          printf 'Names=%s\nLoadState=%s\nActiveState=%s\nSubState=%s\n\n' "$listed" "$load" "$active" "$sub"
        done
    fi
  done
}

# What is shown of units, and of those that start them when they are needed.
show_all() {
  shown=$(show "$1" "$2") || :
  printf '%s\n\n' "$shown"
  case $shown in *TriggeredBy=[!"$line_end"]*) ;; *) return ;; esac
  # A name with a backslash is in quotes, with a backslash before the backslash.
  triggers=$(awk 'sub(/^TriggeredBy=/, "") { gsub(/"/, ""); gsub(/\\\\/, "\\"); print }' <<END
$shown
END
)
  show "$1" "$triggers"
}

is_stopping() {
  [ "$planned_reboot" = quiet ] && [ "$(systemctl is-system-running 2>/dev/null)" = stopping ]
}

find_mutes() {
  mutes=
  [ ! -f "$config_folder/mutes.json" ] || mutes=$config_folder/mutes.json
}

judge() {
  kuma_now=$now kuma_round=$round kuma_folder=$folder kuma_host=$host kuma_base=$base kuma_period=$period \
    kuma_epoch=$(date +%s) kuma_memory=$memory_folder/outages kuma_mutes=$mutes \
    kuma_identity=$identity kuma_busy=$busy kuma_booting=$booting kuma_boot_grace=$boot_grace kuma_secrets=$secrets kuma_quiet=$quiet \
    kuma_exit_names=$exit_names kuma_signals=$signals kuma_limits=$limits kuma_unit_words=$unit_words awk "$awk_judge" <<END
$checks
= system
$shown_system

= user
$shown_user
END
}

act() {
  steady=; again=; waiting=; changed=
  while read -r kind number status url; do
    case $kind in
      log) say "$number" "$status $url" ;;
      fail) warn "$number $status $url" ;;
      steady) steady="$steady$number $status $url
" ;;
      change)
        if [ "$status" = down ] && is_stopping; then say 6 "the host is shutting down: nothing is reported"
        else
          changed=1
          push_change "$number" "$status" "$url"
        fi ;;
      again) again=1 ;;
      waiting) waiting=1 ;;
    esac
  done <<END
$plan
END
  [ -z "$steady" ] || push "$steady_time" "$(printf '%s' "$steady")" || failed=1
}

prepare() {
  find_folder
  [ -z "$kept" ] || { refuse_root; begin_log; }
  [ ! -d "$folder/lock.d" ] || command -v flock >/dev/null 2>&1 || lock_folder=1
  command -v flock >/dev/null 2>&1 || lock_folder=1
  take_lock
  choose_client
  find_machine
  [ "$before" = "$identity" ] || rm -f "$folder"/done.* "$folder"/push.* "$folder"/ended.* "$folder"/command.*
  begin_round
  booting=0
  if [ "$whole" -lt "$boot_grace" ]; then
    case $(systemctl is-system-running 2>/dev/null) in initializing | starting) booting=1 ;; esac
  fi
}

begin_round() {
  read_clock
  round=$$-$now deadline=$((whole + longest))
}

look() {
  find_busy
  shown_system='' shown_user=''
  # Whether it failed shows in what it says: its exit code says nothing of several units.
  [ -z "$system_units" ] || shown_system=$(show_all system "$system_units") || :
  [ -z "$user_units" ] || shown_user=$(show_all user "$user_units") || :
  [ -n "$system_units$user_units$events" ] || wait_for_programs
  find_mutes
  read_clock
  plan=$(judge)
  act
}

round() {
  prepare
  for number in $programs; do : >"$folder/command.$number"; done
  for number in $programs; do start_program "$number"; program_jobs="$program_jobs $!"; done
  while :; do
    look
    if [ -z "$again$waiting" ] || [ "$whole" -ge "$deadline" ]; then break; fi
    if [ -n "$again" ]; then sleep 1; else wait_for_programs; fi
  done
  wait_for_changes
  [ -z "$kept" ] || { read_clock; publish_status; }
}

show_status() {
  find_folder
  [ "$before" = "$identity" ] || die 1 "nothing was looked at yet, or only with another config: $folder"
  read_clock
  kuma_now=$now kuma_folder=$folder awk -F "$tab" "$awk_status" <<END
$checks
END
}

every=$period
# cron comes once a minute, whatever the intervals are.
[ -z "$kept" ] || every=60
failed=0 is_logging='' started='' program_jobs='' lock_folder='' verbose='' shown_user='' quiet=''
# Its path: a program may have another PATH.
has_timeout=$(command -v timeout) || has_timeout=
command -v systemctl >/dev/null 2>&1 || [ -z "$system_units$user_units" ] || die 1 "there is no systemctl on this host"
# cron does not say where the user's own systemd is.
[ -z "$user_units" ] || [ -n "$session_folder" ] || { XDG_RUNTIME_DIR=/run/user/$(id -u); export XDG_RUNTIME_DIR; }
[ "$#" -le 1 ] || { usage >&2; exit 2; }
for option; do
  case $option in
    --verbose) verbose=1 ;;
    --status) show_status; exit ;;
    -h | --help) usage; exit ;;
    *) usage >&2; exit 2 ;;
  esac
done
if [ -n "$events" ]; then look_at_events; else round; fi
exit "$failed"
