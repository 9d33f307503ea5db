# shellcheck shell=sh
# Carries out steps that are printed in the same file; comes after steps.sh in it. Before them stand: what_it_does, a line
# for each step; steps, in the form of steps.sh, where a file has the number and size of its content in place of an offset and
# a length; a function content_N for each content. Then the names that the host must have, and what must lie there.

refuse() { # SENTENCE
  printf 'Nothing was done: %s\n' "$1" >&2
  exit 1
}

say() { # WORD TEXT
  case $1 in
    step) what_it_does | sed -n "$(($2 + 1))p" ;;
    failed) printf 'Failed: %s\n' "${2#*"$tab"}" >&2 ;;
    said) printf '  the agent said: %s\n' "$2" >&2 ;;
    refused) printf 'The running agent refused its new config: kuma agent logs says why.\n' >&2 ;;
    warning) printf 'Warning: %s\n' "${2#*"$tab"}" >&2 ;;
    left) printf 'Could not be put back: step %s: %s\n' "${2%%"$tab"*}" "${2#*"$tab"}" >&2 ;;
    undone) printf 'Everything was put back.\n' >&2 ;;
  esac
}

receive() { steps >"$journal/input"; }

put_file() { # PATH MODE OWNER NUMBER SIZE
  printf '%s\n' "$1" >>"$journal/written"
  note_unit "$1"
  "content_$4" >"$journal/content" || return
  if [ "$5" != - ] && [ "$(wc -c <"$journal/content")" -ne "$5" ]; then
    printf '%s: this file was changed or cut off after it was printed\n' "$1" >&2
    return 1
  fi
  write_file "$1" "$2" "$3" <"$journal/content"
}

# A secret that is not in here lies in a file of the folder that was named.
secret() { # NAME
  text=$(cat -- "$secrets/$1" 2>/dev/null) || {
    printf 'there is no file %s in the folder of tokens: see the first lines of this script\n' "$1" >&2
    return 1
  }
  case $text in
    '' | *[!A-Za-z0-9_-]*)
      printf 'the file %s does not hold a push token and nothing else\n' "$secrets/$1" >&2
      return 1
      ;;
  esac
  printf '%s\n' "$text"
}

# The plan fits only to what it was made for.
require_state() { # PATH SHA256|absent...
  path=$1
  shift
  if [ -f "$path" ]; then state=$(sha256sum <"$path" | cut -c 1-64); else state=absent; fi
  for allowed in "$@"; do
    if [ "$state" = "$allowed" ]; then return; fi
  done
  refuse "$path is not as it was when this was printed. Print it again."
}

require_host() { # NAME ACCOUNT NODE systemd|cron
  [ "$(uname -n)" = "$1" ] || refuse "this was printed for the host $1, and this is $(uname -n)."
  [ "$(id -un)" = "$2" ] || refuse "this must be run as $2, and this is $(id -un)."
  case $4 in
    systemd) [ -d /run/systemd/system ] || refuse 'this host does not run systemd.' ;;
    cron) [ ! -d /run/systemd/system ] || refuse 'this host runs systemd, and this is for a cron.' ;;
  esac
  [ -x "$3" ] || refuse "there is no Node at $3."
  for program in flock base64 sha256sum stat xargs; do
    command -v "$program" >/dev/null || refuse "there is no program $program here."
  done
}

lock_printed() { # FILE
  if [ -L "$1" ] || ! command exec 9>>"$1"; then refuse "the lock $1 cannot be opened."; fi
  flock -n 9 || refuse "another install or uninstall ($(head -n 1 "$1")) is at work here."
  printf 'a printed script, process %s\n' "$$" >"$1"
  if [ -e "$journal" ] && [ ! -e "$journal/done" ]; then
    printf 'An earlier run was cut short. It is put back first.\n' >&2
    if ! command exec 8<"$journal" || ! flock -w 60 8; then refuse 'it is still at work.'; fi
    undo
    exec 8<&-
    if [ -e "$journal" ]; then refuse 'not all of it could be put back.'; fi
  fi
}

carry_out_printed() { # LOCK
  lock_printed "$1"
  apply
  if [ ! -e "$journal/done" ]; then
    if [ ! -e "$journal" ]; then rm -f -- "$1"; fi
    exit 1
  fi
  rm -rf -- "$journal"
  rm -f -- "$1"
  printf 'Done.\n'
}
