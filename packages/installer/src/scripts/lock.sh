# shellcheck shell=sh
# Holds the lock of installs as long as its standard input is open: it dies with its holder, however that ends.
#
# Arguments: the lock file, the folder of the journal, the name of the holder, and the longest time in s between two lines
# "here" of it: when a network is cut, its input does not end. Says "held" and the state of the journal, which is "undone"
# when it went while we waited for it,
# or "busy" and the other holder. Any other line lets go in good order: the file goes, and the journal of a run that is done; all
# of the journal goes with "forget".
#
# A program, its name and its arguments may follow. It runs in between, whether the lock was got or not, and what it prints is said as
# "seen" with base64: a way there and back is saved.
set -u
umask 077
export LC_ALL=C
PATH=${PATH:-/usr/bin:/bin}:/usr/local/sbin:/usr/sbin:/sbin
file=$1 journal=$2 holder=$3 silence=${4:-60}
if [ $# -gt 4 ]; then shift 4; else set --; fi

# The other program runs in a session of its own: all that it waits for ends with it.
looking='' held='' found=''
look() {
  [ $# -gt 0 ] || return 0
  # shellcheck disable=SC2016 # for another shell
  (
    # It may hang, and does not hold the lock for that.
    exec 9>&-
    exec setsid sh -c 'printf "seen\t%s\n" "$(sh -c "$@" </dev/null 2>/dev/null | base64 | tr -d "\n")"' kuma "$@"
  ) &
  looking=$!
  wait "$looking"
  looking=''
}

# Nothing was changed yet: whoever ends us until we have looked gets the lock back without a trace.
give_back() {
  if [ -n "$looking" ]; then kill -- "-$looking" "$looking" 2>/dev/null; fi
  if [ -n "$held" ]; then rm -f -- "$file"; fi
  exit 143
}
if [ $# -gt 0 ]; then trap give_back TERM; fi

if ! command -v flock >/dev/null; then
  printf 'no-flock\n'
  look "$@"
  exit
fi
if [ -L "$file" ] || ! command exec 9>>"$file"; then
  if [ $# -gt 0 ]; then printf 'closed\n'; fi
  look "$@"
  exit 1
fi
if ! flock -n 9; then
  printf 'busy\t%s\n' "$(head -n 1 "$file")"
  look "$@"
  exit
fi
# The former holder may have removed the file between our open and our lock: ours would be the lock of nobody.
if [ "$(stat -L -c %d:%i "/proc/$$/fd/9")" != "$(stat -c %d:%i -- "$file" 2>/dev/null)" ]; then
  printf 'again\n'
  exit
fi
held=yes
printf '%s\n' "$holder" >"$file"
# The steps of a holder that was killed go on without it, and put everything back: they keep the journal locked until then.
if [ -d "$journal" ] && command exec 8<"$journal"; then
  if ! flock -w 60 8; then
    printf 'busy\tone that was cut off, and is still putting things back\n'
    look "$@"
    exit
  fi
  exec 8<&-
  found=yes
fi
if [ -e "$journal/done" ]; then state='done'; elif [ -e "$journal" ]; then state=unfinished; else state=${found:+undone}; fi
printf 'held\t%s\n' "${state:-none}"

# Ends us when the holder is silent for so long, and goes within a second after us.
watch_holder() {
  heard=$(stat -c %Y -- "$file")
  waited=0
  while sleep 1 && kill -0 "$$" 2>/dev/null; do
    waited=$((waited + 1))
    if [ "$waited" -lt "$silence" ]; then continue; fi
    now=$(stat -c %Y -- "$file" 2>/dev/null)
    if [ "$now" = "$heard" ]; then kill "$$"; fi
    heard=$now waited=0
  done
}
look "$@"
trap - TERM

# A redirection of the function alone would leave the shell a copy of the lock, to put it back afterwards.
(
  exec 9>&- </dev/null >/dev/null 2>&1
  watch_holder
) &

while IFS= read -r line; do
  if [ "$line" = here ]; then
    touch -- "$file"
    continue
  fi
  if [ "$line" = forget ] || [ -e "$journal/done" ]; then rm -rf -- "$journal"; fi
  rm -f -- "$file"
  exit
done
# Its input has ended: the holder was killed. The file tells the next run of nothing when there is nothing to put back.
if [ ! -e "$journal" ]; then rm -f -- "$file"; fi
