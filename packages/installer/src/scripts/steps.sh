# shellcheck shell=sh
# Carries steps out, each of them noted in the journal first; after a failure or a signal everything is put back. Comes
# after journal.sh in the same program.
#
# What comes after it says how steps and contents get here (receive, put_file), and what is said (say): carry.sh or printed.sh.


# One question to systemd: each takes 8 ms.
look_at_unit() { # UNIT
  active=no enabled=no reload='' type=''
  while IFS='=' read -r property value; do
    case $property=$value in
      ActiveState=active | ActiveState=reloading) active=yes ;;
      UnitFileState=enabled) enabled=yes ;;
      NeedDaemonReload=*) reload=$value ;;
      Type=*) type=$value ;;
    esac
  done <<END
$(manager show --property=ActiveState,UnitFileState,NeedDaemonReload,Type "$1")
END
}
attributes() { stat -c "there$newline%a$newline%u:%g" -- "$1"; }

# Ends with the signal that ends us.
child=
interruptible() {
  "$@" &
  child=$!
  wait "$child"
  status=$?
  child=
  return "$status"
}

# What is noted counts from here on, also after a power cut.
keep_notes() {
  printf '%s\n' "$count" >"$journal/count.new" && mv -f -- "$journal/count.new" "$journal/count" &&
    { sync -- "$journal"/* 2>/dev/null || :; }
}

# Where a host's agent remembers outages.
memory=/var/lib/kuma-agent-memory drills=/var/lib/kuma-agent-drill

# In bytes: what an agent is told of is smaller, and the disk is not filled by what another account has put there.
most_taken=16777216

count=0
note() { # KIND, fields
  count=$((count + 1))
  printf '%s\n' "$1" "$index" >"$journal/$count" && shift && printf '%s\n' "$@" >>"$journal/$count"
}

note_file() { # PATH
  enter "$1" || { [ $? -eq 2 ] && note file "$1" absent; return; }
  if [ -f "$name" ] && [ ! -L "$name" ]; then
    cat -- "$name" >"$journal/$((count + 1)).content" && note file "$1" "$(attributes "$name")"
  else
    # A link or a pipe is not worth putting back.
    note file "$1" absent
  fi
}

note_folder() { # PATH
  enter "$1" || { [ $? -eq 2 ] && note folder "$1" absent; return; }
  if [ -d "$name" ]; then note folder "$1" "$(attributes "$name")"; else note folder "$1" absent; fi
}

# A file is not changed but copied: the account that owned it may have it open, or have it elsewhere under another name.
take() { # PATH MODE OWNER
  enter "$1" || return
  if [ -L "$name" ]; then
    printf '%s: a link\n' "$1" >&2
    return 1
  fi
  if [ -d "$name" ]; then
    note_folder "$1" && keep_notes && make_folder "$@"
  elif [ -f "$name" ]; then
    if [ "$(stat -c %s -- "$name")" -gt "$most_taken" ]; then
      printf '%s: too big for a file of an agent\n' "$1" >&2
      return 1
    fi
    note_file "$1" && keep_notes && write_file "$@" <"$journal/$count.content"
  fi
}

note_service() {
  look_at_unit "$2"
  note "$1" "$2" "$active" "$enabled"
}

note_step() { # KIND, fields
  case $1 in
    user) note "$1" "$2" "$(group_id "$2")" ;;
    linger | no-linger) note "$1" "$2" ;;
    folder | remove-folder) note_folder "$2" ;;
    file | copy | remove-file | restore-jobs) note_file "$2" ;;
    service)
      note_service service "$2"
      # A service with such a folder makes it, and leaves it.
      case $2 in
        *.path) [ -e "${4%/*}" ] || note state "${4%/*}" ;;
        *-drill.timer) [ -e "$drills" ] || note state "$drills" ;;
      esac
      if [ "$scope" = system ] && [ ! -e "$memory" ]; then note state "$memory"; fi
      ;;
    round)
      [ -e "$3" ] || note state "$3"
      note round "$3" "$2"
      ;;
    stop) note_service stopped "$2" ;;
    remove-user) note no-user "$2" "$(id -u -- "$2")" ;;
  esac
}

# The time of the last reload that the running agent speaks of, and whether it took the config.
last_reload() {
  read_plain "$1" | tr -d '\n' |
    sed -n 's/.*"lastReload": *{ *"at": *"\([^"]*\)", *"ok": *\([a-z]*\).*/\1 \2/p'
}

reload_agent() { # UNIT STATUS
  # An agent that cannot reload says nothing of its last one, not even that there was none.
  status_text=$(read_plain "$2")
  case $status_text in *'"lastReload"'*) ;; *) return 1 ;; esac
  printf '%s\n' "$status_text" | grep -q "\"pid\": *$(state_of "$1" MainPID)," || return 1
  before=$(last_reload "$2")
  interruptible manager reload "$1" || return
  # Ten seconds: then a restart does what the reload did not.
  tries=0
  while [ "$tries" -lt 100 ] && [ -z "$stopped" ]; do
    now=$(last_reload "$2")
    if [ "$now" != "$before" ]; then
      case $now in
        *' true') return 0 ;;
        *' false') return 2 ;;
      esac
    fi
    sleep 0.1
    tries=$((tries + 1))
  done
  return 1
}

start_service() { # UNIT start|reload|restart STATUS
  # Enabling has systemd read its files again, too, which takes a tenth of a second.
  look_at_unit "$1"
  if [ "$enabled" = no ]; then
    manager enable --quiet "$1" || return
  elif [ "$reload" != no ] || [ -e "$journal/new-unit" ]; then
    manager daemon-reload || return
  fi
  rm -f -- "$journal/new-unit"
  # What a script has said of itself before does not count any more. Only root can exchange the folder.
  case $1 in *-beat.timer) rm -f -- "$3" ;; esac
  # Forgets restarts of long ago, so that one from now on shows.
  manager reset-failed "$1" 2>/dev/null || :
  how=$2
  if [ "$how" = reload ]; then
    how=restart
    reload_agent "$1" "$3"
    case $? in
      0) return ;;
      2)
        say refused "$(read_plain "$3" | base64 | tr -d '\n')"
        return 1
        ;;
    esac
  fi
  since=$(date +%s)
  interruptible manager "$how" "$1"
  status=$?
  # The first start of an agent ends when the agent says that it is ready, and its pushes are waited for after that.
  look_at_unit "$1"
  case $how/$type in
    start/notify*) ;;
    *)
      sleep 0.25
      look_at_unit "$1"
      ;;
  esac
  if [ "$status" -eq 0 ] && [ "$active" = yes ]; then return; fi
  set -- --no-pager --quiet --output=cat --lines=8 "--since=@$since"
  if [ "$scope" = user ]; then set -- "$@" --user --user-unit=kuma-agent; else set -- "$@" --unit=kuma-agent; fi
  journalctl "$@" 2>/dev/null | while IFS= read -r line; do say said "$line"; done
  return 1
}

stop_and_disable() {
  if is_enabled "$1"; then manager disable --quiet "$1" || return; fi
  is_stopped "$1" || interruptible manager stop "$1"
}

# systemd has to read its files again before the next start.
note_unit() { case $1 in *.service | *.path | *.timer | *.d/*.conf) : >"$journal/new-unit" ;; esac; }

do_step() { # KIND, fields
  kind=$1
  shift
  case $kind in
    user) make_user "$1" "$2" ;;
    folder) make_folder "$@" ;;
    file) put_file "$@" ;;
    copy) write_file "$1" "$2" "$3" <"$4" ;;
    take) take "$@" ;;
    linger) reason=$(loginctl --no-ask-password enable-linger "$1" 2>&1) || say warning "$index$tab$(one_line "$reason")" ;;
    no-linger) if is_lingering "$1"; then loginctl --no-ask-password disable-linger "$1"; fi ;;
    service) start_service "$@" ;;
    round)
      # One that is under way is of what was there before, and would hold the lock.
      end_rounds "$2"
      # What the rounds have said before does not count any more. Only root can exchange the folder.
      rm -f -- "$2/status.json" && start_round "$1" "$2"
      ;;
    stop) stop_and_disable "$1" ;;
    forget)
      manager daemon-reload || return
      # Says no when it has nothing to forget.
      manager reset-failed "$1" 2>/dev/null || :
      ;;
    remove-file) note_unit "$1" && remove_file "$1" ;;
    sweep) remove_file "$1" ;;
    remove-folder) remove_folder "$1" ;;
    remove-state) remove_state "$1" ;;
    restore-jobs) comment_in "$1" "$2" ;;
    remove-user) if [ "$2" = keep ]; then delete_user "$1" "$(group_id "$1")"; else delete_user "$1"; fi ;;
  esac
}

# Runs a function for the steps from one number on, or up to another one, with their kinds and fields.
each_step() { # FUNCTION FIRST LAST
  function=$1 first=$2 last=$3
  exec 3<"$journal/input"
  while IFS= read -r index <&3 && [ -n "$index" ]; do
    fields=
    while IFS= read -r line <&3 && [ -n "$line" ]; do fields=$fields$line$newline; done
    set -f
    IFS=$newline
    # shellcheck disable=SC2086 # one word for each line
    set -- $fields
    unset IFS
    set +f
    if [ "$index" -lt "$first" ] || [ "$index" -gt "$last" ]; then continue; fi
    "$function" "$@" 2>"$journal/reason" && [ -z "$stopped" ] || return 1
  done
}

find_last_take() { if [ "$1" = take ]; then taken=$index; fi; }

# What lies in a folder of another account is looked at only after that folder was taken.
noted_step() { note_step "$@" && keep_notes && announced_step "$@"; }

announced_step() {
  if ! say step "$index"; then
    stopped=yes
    return 1
  fi
  do_step "$@"
}

apply() {
  # Of an earlier run that nobody has to take back.
  if [ -e "$journal/done" ]; then rm -rf -- "$journal"; fi
  if ! reason=$(mkdir -- "$journal" 2>&1) || ! command exec 8<"$journal" || ! flock -n 8; then
    say failed "-$tab$(one_line "$reason")"
    say undone ''
    return
  fi
  index=-
  if ! receive 2>"$journal/reason"; then
    say failed "-$tab$(one_line "$(cat "$journal/reason")")"
    rm -rf -- "$journal"
    say undone ''
    return
  fi
  stopped=
  trap 'stopped=yes; [ -z "$child" ] || kill "$child"' TERM INT HUP
  taken=-1 all=1000000
  if each_step find_last_take 0 "$all" && each_step noted_step 0 "$taken" &&
    each_step note_step "$((taken + 1))" "$all" && keep_notes && each_step announced_step "$((taken + 1))" "$all"; then
    if [ -f "$journal/written" ]; then tr '\n' '\0' <"$journal/written" | xargs -0 sync -- 2>/dev/null; fi
    rm -f -- "$journal/input"
    if : >"$journal/done" && say 'done' ''; then return; fi
  fi
  trap '' TERM INT HUP
  if [ -z "$stopped" ]; then say failed "$index$tab$(one_line "$(cat "$journal/reason")")"; fi
  undo "$index"
}
