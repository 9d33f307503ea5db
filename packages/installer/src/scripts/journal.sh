# shellcheck shell=sh
# The way back. The folder of the journal holds a numbered file for each thing that a run is about to change, written
# before anything is changed; one line a field. Putting a thing back twice, or before it was changed, does no harm.
#
# Arguments: undo|apply, the folder of the journal, system|user; for apply also size and SHA-256 of the input, and where the
# contents of files begin in it.
set -u
umask 077
export LC_ALL=C SYSTEMD_PAGER='' SYSTEMD_COLORS=0
# Plain su leaves the places of system programs out.
PATH=${PATH:-/usr/bin:/bin}:/usr/local/sbin:/usr/sbin:/sbin
journal=$2 scope=$3
tab=$(printf '\t')
newline='
'
# Whoever reads our output may be gone: what was begun is put back all the same.
trap '' PIPE

one_line() { printf '%s' "$1" | tr '\n\t' '  '; }
manager() { if [ "$scope" = user ]; then systemctl --user --no-pager "$@"; else systemctl --no-pager "$@"; fi; }
state_of() { manager show "--property=$2" "$1" | sed "s/^$2=//"; }
is_lingering() { [ -e "/var/lib/systemd/linger/$1" ]; }
is_stopped() { case $(state_of "$1" ActiveState) in inactive | failed) ;; *) return 1 ;; esac; }
is_enabled() { [ "$(state_of "$1" UnitFileState)" = enabled ]; }
has_account() { getent "$1" "$2" >/dev/null 2>&1 || grep -q "^$2:" "/etc/$1"; }

group_id() { { getent group "$1" 2>/dev/null || grep "^$1:" /etc/group; } | cut -d: -f3; }

make_user() { # NAME DESCRIPTION [UID]
  # A static user: systemd issue 22737 keeps one that is made up at start (DynamicUser=) off the bus.
  reason=$(systemd-sysusers --inline "u $1 ${3:--} \"$2\" / /usr/sbin/nologin" 2>&1) && has_account passwd "$1" && return
  if has_account group "$1"; then group="--gid=$1"; else group=--user-group; fi
  set -- --system "$group" --no-create-home --home-dir / --shell /usr/sbin/nologin --comment "$2" ${3:+--uid "$3"} "$1"
  useradd "$@" || {
    status=$?
    printf '%s\n' "$reason" >&2
    return "$status"
  }
}

# Ends what cron's rounds are still doing: processes of the agent's account that know the folder of the rounds.
end_rounds() { # FOLDER
  quiet=0 tries=0
  while [ "$quiet" -lt 2 ] && [ "$tries" -lt 50 ]; do
    rounds=$(rounds_in "$1")
    quiet=$((quiet + 1)) tries=$((tries + 1))
    if [ -z "$rounds" ]; then continue; fi
    quiet=0
    # shellcheck disable=SC2086 # numbers
    kill -KILL $rounds 2>/dev/null
    sleep 0.1 2>/dev/null || sleep 1
  done
}

rounds_in() { # FOLDER
  stat -c '%U %n' /proc/[0-9]* 2>/dev/null | while read -r holder process; do
    if [ "$holder" = kuma-agent ] &&
      tr '\0' '\n' 2>/dev/null <"$process/environ" | grep -qxF "KUMA_AGENT_STATE=$1"; then
      printf '%s ' "${process#/proc/}"
    fi
  done
}

# Sends a signal to all that runs as an account.
signal_processes() { # NAME SIGNAL
  uid=$(id -u "$1") || return
  # Another account may have the same number.
  if [ "$uid" -eq 0 ] || [ "$(cut -d : -f 3 /etc/passwd | grep -cx "$uid")" -ne 1 ]; then return 1; fi
  # As the account itself: the kernel reaches all others of its number in one moment, so that none is begun meanwhile.
  setpriv --reuid="$uid" --clear-groups sh -c "kill -$2 -1" 2>/dev/null || :
}

# Ends all that still runs as an account which is about to go: userdel refuses as long as there is such a process.
end_processes() { # NAME
  signal_processes "$1" KILL || return
  tries=0
  while [ "$tries" -lt 50 ] && stat -c %u /proc/[0-9]* 2>/dev/null | grep -qx "$uid"; do
    tries=$((tries + 1))
    sleep 0.1 2>/dev/null || sleep 1
  done
}

delete_user() { # NAME [GID], the number of its group when that stays
  # cron may have begun one in the moment before its entry went.
  if [ ! -d /run/systemd/system ]; then end_rounds /var/lib/kuma-agent; fi
  if has_account passwd "$1"; then
    userdel "$1" 2>/dev/null || { end_processes "$1" && userdel "$1"; } || return
  fi
  # systemd takes the folder of the service away at its stop, unless something of the account fills it at that moment.
  if [ "$1" = kuma-agent ] && [ ! -L /run/kuma-agent ]; then rm -rf -- /run/kuma-agent; fi
  # userdel takes the user's own group along, where the host is set up that way.
  if [ -n "${2:-}" ]; then
    has_account group "$1" || groupadd --gid "$2" "$1"
  elif has_account group "$1"; then
    groupdel "$1"
  fi
}

# Replaces a file in one step; its content comes by standard input.
write_file() { # PATH MODE OWNER
  enter "$1" || return
  if [ -d "$name" ]; then
    printf '%s: Is a directory\n' "$1" >&2
    return 1
  fi
  # A process costs a millisecond, and an install may write hundreds of files.
  if [ -e ./.kuma-new ] || [ -L ./.kuma-new ]; then rm -f -- ./.kuma-new || return; fi
  set -C
  cat >./.kuma-new
  status=$?
  set +C
  if [ "$status" -eq 0 ]; then
    chmod "$2" ./.kuma-new && chown -h "$3" ./.kuma-new && mv -f -- ./.kuma-new "$name" && return
    status=$?
  fi
  rm -f -- ./.kuma-new
  return "$status"
}

remove_file() { # PATH
  enter "$1" || { [ $? -eq 2 ]; return; }
  rm -f -- "$name"
}

remove_folder() { # PATH
  enter "$1" || { [ $? -eq 2 ]; return; }
  if [ -d "$name" ] && [ ! -L "$name" ]; then rmdir -- "$name" 2>/dev/null || :; fi
}

remove_state() { # PATH
  # A look that is under way would write there again, and a push that is answered late holds the account.
  if [ -d /run/systemd/system ]; then
    case $1 in *-drill) unit=kuma-agent-drill.service ;; *) unit=kuma-agent.service ;; esac
    manager stop "$unit" 2>/dev/null || :
    # It may have failed for lack of what was taken from it: systemd would remember a unit that is no more.
    manager reset-failed "$unit" 2>/dev/null || :
  else
    end_rounds "$1"
  fi
  enter "$1" || { [ $? -eq 2 ]; return; }
  rm -rf -- "$name" 2>/dev/null && return
  # Something of the account may fill it all the while: what is halted fills nothing.
  if [ "$scope" = system ]; then signal_processes kuma-agent STOP; fi
  rm -rf -- "$name"
  status=$?
  if [ "$scope" = system ]; then signal_processes kuma-agent CONT; fi
  return "$status"
}

make_folder() { # PATH MODE OWNER
  enter "$1" || return
  if [ -L "$name" ]; then
    printf '%s: a link\n' "$1" >&2
    return 1
  fi
  if [ ! -d "$name" ]; then mkdir -- "$name" || return; fi
  # One that nothing has changed may belong to another account.
  [ "$(stat -c %a:%u:%g -- "$name")" = "$2:$3" ] || { chown -h "$3" "$name" && chmod "$2" "$name"; }
}

put_back_file() { # PATH absent | PATH there MODE OWNER
  remove_file "${1%/*}/.kuma-new" || return
  if [ "$2" != there ]; then
    remove_file "$1"
  elif ! is_as_before "$1" "$3" "$4"; then
    write_file "$1" "$3" "$4" <"$journal/$number.content"
  fi
}

# What could not be changed cannot be written either, such as where all is read-only, and need not be.
is_as_before() { # PATH MODE OWNER
  enter "$1" 2>/dev/null && [ -f "$name" ] && [ ! -L "$name" ] &&
    [ "$(stat -c %a:%u:%g -- "$name")" = "$2:$3" ] && cmp -s -- "$journal/$number.content" "$name"
}

put_back_folder() { # PATH absent | PATH there MODE OWNER
  if [ "$2" = there ]; then make_folder "$1" "$3" "$4"; else remove_folder "$1"; fi
}

stop_service() { # UNIT WAS-ACTIVE WAS-ENABLED
  # A start that was never tried, or a unit that is not known yet, leaves nothing to stop.
  if [ "$2" = no ] && ! is_stopped "$1"; then manager stop "$1" || return; fi
  # Before daemon-reload systemd may not know the unit, and then there is nothing to disable.
  if [ "$3" = no ] && is_enabled "$1"; then manager disable --quiet "$1"; fi
}

# Does not wait for it: a server may take long to answer. The account has no shell.
start_round() { # SCRIPT FOLDER
  detached=$(command -v setsid) || detached=
  # shellcheck disable=SC2086 # a word or none
  (
    cd / && exec $detached su -s /bin/sh -c "KUMA_AGENT_STATE=$2 exec $1" kuma-agent </dev/null >/dev/null 2>&1 3<&- 8<&- 9<&-
  ) &
}

run_service() { # UNIT WAS-ACTIVE WAS-ENABLED
  manager daemon-reload || return
  manager reset-failed "$1" 2>/dev/null || :
  if [ "$3" = yes ] && ! is_enabled "$1"; then manager enable --quiet "$1" || return; fi
  if [ "$2" = yes ]; then manager restart "$1"; fi
}

put_back() { # PHASE, with the fields of one entry
  phase=$1 kind=$2
  shift 3
  case $phase/$kind in
    stop/service) stop_service "$@" ;;
    stop/round) end_rounds "$1" ;;
    run/service | run/stopped) run_service "$@" ;;
    run/round) if [ -x "$2" ]; then start_round "$2" "$1"; fi ;;
    restore/file) put_back_file "$@" ;;
    restore/folder) put_back_folder "$@" ;;
    restore/state) remove_state "$1" ;;
    restore/user) delete_user "$@" ;;
    restore/no-user) has_account passwd "$1" || make_user "$1" 'Uptime Kuma push agent' "$2" ;;
    restore/linger) if is_lingering "$1"; then loginctl --no-ask-password disable-linger "$1"; fi ;;
    restore/no-linger) is_lingering "$1" || loginctl --no-ask-password enable-linger "$1" ;;
  esac
}

# Puts everything back, the last thing first; goes on when something fails, and says so. What runs is stopped first, and
# what ran runs again last. A limit leaves out steps that were surely not begun.
undo() { # [LIMIT]
  limit=${1:-}
  rm -f -- "$journal/done"
  left=0
  for phase in stop restore run; do
    number=$(cat "$journal/count" 2>/dev/null) || number=0
    while [ "$number" -gt 0 ]; do
      if [ -f "$journal/$number" ]; then
        set -f
        IFS=$newline
        # shellcheck disable=SC2046 # one word for each line
        set -- $(cat "$journal/$number")
        unset IFS
        set +f
        if { [ -n "$limit" ] && [ "$2" -gt "$limit" ]; } || [ -e "$journal/$number.restored" ]; then
          :
        elif reason=$(put_back "$phase" "$@" 2>&1); then
          # A run that follows a killed one does not enter a folder that is another account's again.
          if [ "$phase/$1" = restore/file ]; then : >"$journal/$number.restored"; fi
        else
          left=$((left + 1))
          say left "$2$tab$(one_line "$reason")"
        fi
      fi
      number=$((number - 1))
    done
  done
  if [ "$left" -gt 0 ]; then
    say stuck "$left"
  else
    rm -rf -- "$journal"
    say undone ''
  fi
}
