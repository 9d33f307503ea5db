# shellcheck shell=sh disable=SC2154,SC2034,SC2317,SC2086 # other parts of the script set and use its variables; lists are words
# A drill of the alerts. Runs each hour, and decides by itself what is due: a drill, a heartbeat, or the word that nobody
# has acknowledged the last drill. It holds a push token and nothing else, and learns of an acknowledgement by it: that
# gives the monitor another token, which is made of the present one and the code.

# In s: how long people have for it, how often a heartbeat comes, and what lies between DOWN and UP.
patience=259200 beat_every=72000 gap=5

derive() { printf '%s %s' "$1" "$2" | sha256sum | cut -c 1-20; } # TOKEN CODE

# Whether the server has taken it; why not stands in reply.
send() { # TOKEN up|down TEXT
  reply=$(ask_again "$change_time" "1 $base$1?status=$2&msg=$(printf '%s' "$3" | sed 's/ /%20/g; s/?/%3F/g')")
  case $reply in
    '1 ok'*) return 0 ;;
    '1 final '*) return 1 ;;
  esac
  is_away=1
  return 1
}

# The monitor and the token that it was given first; the present token; when there was a drill and a push; the codes that
# nobody is known to have typed, each with its time.
load() {
  from='' token='' slot=0 beat=0 codes=''
  if [ -f "$folder/state" ]; then
    { read -r from && read -r token && read -r slot beat && read -r codes; } <"$folder/state" || :
  fi
  case $slot$beat in '' | *[!0-9]*) slot=0 beat=0 ;; esac
  # After a clock that was wrong a drill too many is better than none.
  [ "$slot" -le "$now" ] && [ "$beat" -le "$now" ] || slot=0 beat=1
}

save() {
  if printf '%s\n' "$from" "$token" "$slot $beat" "$codes" >"$folder/state.new"; then
    mv -f "$folder/state.new" "$folder/state" && return
  fi
  die 1 "$folder cannot be written to"
}

# Of another monitor nothing is known; a token that was given anew may be the one of an acknowledgement.
take_given() {
  [ "$from" != "$monitor $given" ] || return 0
  if [ "${from%% *}" = "$monitor" ]; then
    for one in $codes; do
      [ "$(derive "$token" "${one%:*}")" != "$given" ] || codes=${codes#*"$one"}
    done
  else
    slot=0 beat=1 codes=''
  fi
  from="$monitor $given" token=$given
  save
}

# Where one of the codes was typed, the token that comes of it is the monitor's.
settle() {
  for one in $codes; do
    next=$(derive "$token" "${one%:*}")
    send "$next" up 'Alerts are proven' || continue
    token=$next beat=$now codes=${codes#*"$one"}
    save
  done
}

# On a Monday, by the clock of the host; the first one at once.
is_due() {
  monday=$((now - ($(date +%u) - 1) * 86400))
  [ "$slot" -eq 0 ] || { [ $((monday - slot)) -gt $((every - 100000)) ] && [ "$(date +%H)" -ge 10 ]; }
}

end_drill() {
  send "$token" up "The drill is over. If you have seen it: kuma drill ack ${1%:*}" || return
  beat=$now
  save
}

drill() {
  send "$token" up 'A drill of the alerts begins' || return
  code=$(($(od -An -N4 -tu4 /dev/urandom) % 900000 + 100000))
  # One that came in between may still be typed.
  codes="${codes:+${codes##* } }$code:$now"
  # Before it is sent: who types it at once must be understood.
  save
  send "$token" down "A drill, nothing is down. Do you see this? kuma drill ack $code" || return
  slot=$monday beat=0
  save
  sleep "$gap"
  end_drill "$code"
}

run() {
  last=${codes##* }
  if is_due; then drill
  elif [ -n "$codes" ] && [ "$beat" -eq 0 ]; then end_drill "$last"
  elif [ $((now - beat)) -lt "$beat_every" ]; then :
  elif [ -z "$codes" ]; then send "$token" up 'Alerts are proven' && beat=$now && save
  elif [ $((now - ${last#*:})) -ge "$patience" ]; then
    send "$token" down "Nobody has acknowledged the drill of the alerts: kuma drill ack ${last%:*}" && beat=$now && save
  fi
}

is_logging='' verbose='' is_away='' reply=''
has_timeout=$(command -v timeout) || has_timeout=
now=$(date +%s)
folder=${memory_folder:?}
exec 9>"$folder/lock"
! command -v flock >/dev/null 2>&1 || flock -n 9 || exit 0
read -r given <"$config_folder/tokens/~drill" || die 1 "$config_folder/tokens/~drill holds no push token"
choose_client
find_machine
load
take_given
settle
run && exit 0
# A server that was set back to an earlier day has forgotten an acknowledgement.
[ -n "$is_away" ] || [ "$token" = "$given" ] || { token=$given codes='' && run && exit 0; }
[ -n "$is_away" ] || die 1 "the drill failed: ${reply#1 * }"
say 4 "the drill waits for the server: ${reply#1 * }"
