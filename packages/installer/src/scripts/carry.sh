# shellcheck shell=sh
# Begins the work of steps.sh, or goes its way back; comes after it in the same program.
#
# The input: steps of one line a field with an empty line after each (the number of the step, its kind, what the kind
# needs), one more empty line, and then the contents of files; one that is a single word stands in its step. Output:
# "step N" before each, "failed N REASON", "said LINE", "warning N TEXT", "left N REASON", and at the end "done", "undone",
# "stuck" or "nothing" when there is no journal.

verb=$1

say() { printf '%s\t%s\n' "$1" "$2"; }

# Keeps the input for as long as the work takes.
receive() {
  cat >"$journal/input" && [ "$(wc -c <"$journal/input")" -eq "$input_size" ] &&
    [ "$(sha256sum <"$journal/input" | cut -c 1-64)" = "$input_sum" ]
}

put_file() { # PATH MODE OWNER OFFSET LENGTH | PATH MODE OWNER CONTENT line
  printf '%s\n' "$1" >>"$journal/written"
  note_unit "$1"
  if [ "$5" = line ]; then
    write_file "$1" "$2" "$3" <<END
$4
END
    return
  fi
  tail -c "+$((steps_end + $4 + 1))" "$journal/input" | head -c "$5" | write_file "$1" "$2" "$3"
}

case $verb in
  apply)
    input_size=$4 input_sum=$5 steps_end=$6
    apply
    ;;
  undo)
    trap '' TERM INT HUP
    # A run that lost its reader may still be putting things back.
    if [ -d "$journal" ] && command exec 8<"$journal" && flock -w 60 8 && [ -d "$journal" ]; then undo; else say nothing ''; fi
    ;;
esac
