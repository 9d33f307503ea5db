# shellcheck shell=sh
# Comments lines of crontabs out: all of them or none. Comes after steps.sh in the same program.
#
# Arguments: replace - system, then PATH LINE SHA256 CHECK of each.
shift 3
trap '' TERM INT HUP
left=$#
while [ "$left" -gt 0 ]; do
  if ! comment_out "$1" "$2" "$3" "$4"; then
    # Those of an earlier run as well: nothing watches in their place once this has failed.
    while [ $# -gt 0 ]; do
      comment_in "$1" "$4"
      shift 4
    done
    exit 1
  fi
  set -- "$@" "$1" "$2" "$3" "$4"
  shift 4
  left=$((left - 4))
done
printf 'replaced\n'
