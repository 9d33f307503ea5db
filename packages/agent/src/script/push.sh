# shellcheck shell=sh disable=SC2154,SC2034 # other parts of the script use and set its variables

# Pushes with curl or GNU wget, again where that may help, and changes beside the rest.

warn() { say 4 "$1"; failed=1; }
say() {
  if [ -n "$is_logging" ]; then log "$1" "$2"
  elif [ -n "$journal" ]; then printf '<%s>%s\n' "$1" "$2" >&2
  elif [ "$1" -le 4 ] || [ -n "$verbose" ]; then printf 'kuma-agent: %s\n' "$2" >&2; fi
}
die() { say 3 "$2"; exit "$1"; }

# A copy of the machine must not report to the monitors of its original. An id that is mounted over the file changes with
# each boot.
find_machine() {
  elsewhere=; machine=; present=
  [ -r "$config_folder/machine-id" ] && [ -r /etc/machine-id ] || return 0
  read -r machine <"$config_folder/machine-id" || :
  read -r present </etc/machine-id || :
  case $machine$present in '' | *[!0-9a-f]*) return 0 ;; esac
  [ "${#machine}${#present}" = 3232 ] && [ "$machine" != "$present" ] || return 0
  while read -r rest rest rest rest mounted rest; do
    [ "$mounted" != /etc/machine-id ] || return 0
  done </proc/self/mountinfo
  elsewhere=$other_machine
}

limited() {
  seconds=$1; shift
  if [ -n "$has_timeout" ]; then "$has_timeout" -k 1 "$seconds" "$@"; else "$@"; fi
}

choose_client() {
  if command -v curl >/dev/null 2>&1; then client=curl; return; fi
  command -v wget >/dev/null 2>&1 || die 1 "neither curl nor wget is on this host"
  case $(wget --version 2>/dev/null) in
    # Its settings cannot come through a pipe.
    "GNU Wget 1."*) client=wget; printf '%s\n' "$wget_settings" "dns_timeout = $connect_time" "connect_timeout = $connect_time" >"$folder/wgetrc" ;;
    *) die 1 "the wget of this host takes the address only as an argument, where every user could read the token: install curl or GNU wget" ;;
  esac
}

# The addresses hold the tokens: they go through standard input, never into arguments.
ask_with_curl() {
  config='fail-early
'
  next=
  while read -r number url; do
    config="$config$next$curl_settings"'url = "'"$url"'"
connect-timeout = '"$connect_time"'
max-time = '"$1"'
write-out = "\nkuma: '"$number"' %{http_code}\n"
'
    next='next
'
  done <<END
$2
END
  curl -q -K - 2>&1 <<END
$config
END
  echo
}

ask_with_wget() {
  while read -r number url; do
    code=0
    limited "$1" wget "--config=$folder/wgetrc" "--read-timeout=$1" -q -O - -i - <<URL 2>&1 || code=$?
$url
URL
    printf '\nkuma: %s wget%s\n' "$number" "$code"
  done <<END
$2
END
}

# ask SECONDS PUSHES: one line for each, "NUMBER ok", "NUMBER final REASON" or "NUMBER retry REASON".
ask() {
  numbers=
  while read -r number url; do numbers="$numbers $number"; done <<END
$2
END
  if [ -n "$elsewhere" ]; then
    for number in $numbers; do echo "$number final $elsewhere"; done
    return
  fi
  "ask_with_$client" "$1" "$2" | kuma_numbers=$numbers awk "$awk_replies"
}

# A failure that may pass is tried again once.
ask_again() {
  replies=$(ask "$1" "$2")
  rest=
  while read -r number verdict reason; do
    if [ "$verdict" = retry ]; then
      while read -r one url; do
        [ "$one" != "$number" ] || rest="$rest$one $url
"
      done <<END
$2
END
    elif [ -n "$verdict" ]; then echo "$number $verdict $reason"; fi
  done <<END
$replies
END
  [ -z "$rest" ] || { sleep "$pause"; ask "$1" "$(printf '%s' "$rest")"; }
}

name_of() {
  while IFS= read -r line; do
    case $line in "$1$tab"*)
      IFS=$tab
      # shellcheck disable=SC2086 # split into its cells, and nothing else
      set -f -- $line
      printf '%s' "$7"; return ;;
    esac
  done <<END
$checks
END
}

# A fault that lasts is said once, not with every round.
note() {
  former_text=
  if [ -f "$folder/done.$1" ]; then IFS="$tab" read -r rest rest former_text <"$folder/done.$1" || :; fi
  read_clock
  if [ "$3" = ok ]; then
    text=ok
    case $former_text in '' | ok) ;; *) say 6 "$(name_of "$1"): pushing works again" ;; esac
  else
    text=$4
    [ "$former_text" = "$text" ] || say 4 "$(name_of "$1"): push failed: $text"
  fi
  printf '%s\t%s\t%s\n' "$now" "$2" "$text" >"$folder/done.$1"
}

# push SECONDS PUSHES, each "NUMBER STATUS URL"
push() {
  pushes=; states=
  while read -r number status url; do
    pushes="$pushes$number $url
"
    states="$states $number=$status"
  done <<END
$2
END
  outcome=$(ask_again "$1" "$(printf '%s' "$pushes")")
  result=0
  while read -r number verdict reason; do
    [ -n "$verdict" ] || continue
    case "$states " in *" $number=up "*) status=up ;; *) status=down ;; esac
    note "$number" "$status" "$verdict" "$reason"
    [ "$verdict" = ok ] || result=1
  done <<END
$outcome
END
  return "$result"
}

# The server answers a change only when everybody is notified, which takes as long as it takes: the other monitors do
# not wait for that, not even in the next round.
push_change() {
  started="$started $1"
  printf '%s %s\n' starting "$whole" >"$folder/push.$1"
  (
    trap - 0
    [ -n "$lock_folder" ] || exec 9>&-
    ended=0
    push "$change_time" "$1 $2 $3" || ended=1
    printf '%s\n' "$ended" >"$folder/ended.$1"
    rm -f "$folder/push.$1"
    [ -z "$events" ] || : >"$folder/news"
  ) &
  printf '%s %s\n' "$!" "$whole" >"$folder/push.$1"
}

