# shellcheck shell=sh disable=SC2154 # other parts of the script set its variables

# Runs programs within a time limit, and keeps the ends of their output.

# Instead of this shell.
become() {
  seconds=$1; shift
  [ -z "$has_timeout" ] || exec "$has_timeout" -k 1 "$seconds" "$@"
  exec "$@"
}

# The first line with something in it and the last one, marked, and "q" at the end; of the rest only the end is kept.
ends_of_output() {
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in *[!' '"$tab$return"]*) printf '%s %s\n' "$1" "$line"; break ;; esac
  done
  tail -c 12000 | awk -v mark="$2" '/[^ \t\r]/ { last = $0 } END { if (last != "") print mark " " last }'
  echo q
}

# Says on 3 how the program ended; its output goes to 1 and 5. The shell's own words on its end go nowhere.
run_noting() {
  read_clock; begun=$now; code=0
  unset LC_ALL
  [ -n "$language" ] || export LANG=C.UTF-8
  (run_program "$1") 2>&5 3>&- 5>&- </dev/null || code=$?
  exec >/dev/null 5>&-
  read_clock
  printf 'x %s %s %s\n' "$code" "$begun" "$now" >&3
  # Processes that the program has left behind may hold its output for ever.
  sleep 0.2 || sleep 1
  echo over >&3
}

start_program() {
  (
    trap - 0
    [ -n "$lock_folder" ] || exec 9>&-
    # The first & and the inner shells leave nothing but the program itself holding its output.
    {
      { { (run_noting "$1") 5>&1 >&4 4>&- 2>/dev/null | (ends_of_output e f) >&3 4>&- & } 4>&1 | ends_of_output o p >&3; } 3>&1 >/dev/null &
    } | {
      ended=; open=2
      while [ -z "$ended" ] || [ "$open" -gt 0 ]; do
        IFS= read -r line || break
        case $line in over) break ;; q) open=$((open - 1)) ;; *) printf '%s\n' "$line" ;; esac
        case $line in "x "*) ended=1 ;; esac
      done
    } >"$folder/command.$1"
    [ -z "$events" ] || { rm -f "$folder/running.$1"; : >"$folder/news"; }
  ) &
}

wait_for_programs() {
  for job in $program_jobs; do wait "$job" || :; done
  program_jobs=
}

