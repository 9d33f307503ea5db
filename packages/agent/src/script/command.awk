# Judges how a program ended and what it said, as judge-program-end.ts does in the agent.

function trimmed(text) { sub(/^[ \t\r]+/, "", text); sub(/[ \t\r]+$/, "", text); return text }
# A plugin says in its first line how things are; an ordinary program that fails may say only in its last one what went wrong.
function said_of(first, last, exit_code, is_plugin) {
  if (exit_code == 0 || exit_code == 3 || is_plugin && (exit_code == 1 || exit_code == 2)) return first
  return last == "" || last == first ? first : first " \342\200\246 " last
}
function judge_program(n,   file, line, ended, exit_code, took, out, err, last, what, is_plugin) {
  if (sent[n] == round ":judged") return
  file = folder "/command." n; out = err = last["p"] = last["f"] = ""
  while ((getline line < file) > 0) {
    if (line ~ /^x /) { split(line, ended, " "); exit_code = ended[2]; took = ended[4] - ended[3] }
    else if (line ~ /^o /) out = substr(line, 3, 12001)
    else if (line ~ /^e /) err = substr(line, 3, 12001)
    else if (line ~ /^[pf] /) last[substr(line, 1, 1)] = substr(line, 3, 12001)
  }
  close(file)
  if (exit_code == "") { waiting = 1; return }
  # Its words may be secret.
  printf "" > file; close(file)
  is_plugin = out ~ /[|].*=/; sub(/[|].*/, "", out); sub(/[|].*/, "", last["p"])
  out = trimmed(out); if (out == "") out = trimmed(err)
  if (out ~ /(^|[^A-Za-z0-9_])(OK|WARNING|CRITICAL|UNKNOWN)([^A-Za-z0-9_]|$)/) is_plugin = 1
  line = trimmed(last["f"] != "" ? last["f"] : err != "" ? err : last["p"])
  out = said_of(out, line, exit_code, is_plugin)
  took = int(took * 1000 + 0.5); if (took < 1) took = 1
  if ((exit_code == 124 || exit_code == 137 || exit_code == 143) && took >= limit_of[n] * 1000 - 50) {
    take_known(n, "down", program[n] " did not end in time and was killed" (out == "" ? "" : "; it said: " out), took)
  } else if (exit_code == 127 || exit_code == 126) {
    take_known(n, "down", program[n] " cannot be started" (out == "" ? "" : ": " out))
  } else if (exit_code == 0) take_known(n, "up", out == "" ? program[n] " succeeded" : out, took)
  else {
    what = program[n] " ended with " (exit_code > 128 && exit_code - 128 in signal ? "signal " signal[exit_code - 128] : "exit code " exit_code)
    if (out != "") what = out " (" what ")"
    if (exit_code == 3) take_no_data(n, what)
    else if (exit_code == 1 && warning[n] == "up") take_known(n, "up", "WARNING: " what, took)
    else take_known(n, "down", what, took)
  }
  sent[n] = round ":judged"
}
