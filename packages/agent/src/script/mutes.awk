# The checks that are muted now, by the file beside the config that kuma writes: each key has its own line. An end by
# the clock needs nothing that runs until then. mutes-file.ts does the same in the agent.

# Seconds since 1970 of a time such as 2026-01-31T07:05:09.042Z; empty for anything else.
function seconds_of(time,   year, month) {
  if (time !~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9](\.[0-9]+)?Z$/) return ""
  year = substr(time, 1, 4) + 0; month = substr(time, 6, 2) + 0
  # Years begin with March, so that the day that leap years have is the last one.
  if (month <= 2) { year--; month += 12 }
  return (365 * year + int(year / 4) - int(year / 100) + int(year / 400) + int((153 * month - 457) / 5) + substr(time, 9, 2) - 719469) * 86400 \
    + substr(time, 12, 2) * 3600 + substr(time, 15, 2) * 60 + ("0" substr(time, 18)) + 0
}
# The text of a line such as `"check": "a \"quoted\" name",`.
function text_in(line,   out, i, c) {
  sub(/^[^:]*: "/, "", line); sub(/",?$/, "", line)
  if (index(line, "\\") == 0) return line
  for (i = 1; i <= length(line); i++) {
    c = substr(line, i, 1)
    if (c == "\\") c = substr(line, ++i, 1)
    out = out c
  }
  return out
}
# Fills mute_until and mute_reason, by the names of checks. An alert too many is better than a missing one: the rest of a file that
# is not understood mutes nothing.
function read_mutes(file, wall,   line, check, from, until, to) {
  if (file == "") return
  while ((getline line < file) > 0) {
    if (line ~ /^ *"check": "/) { check = text_in(line); from = to = "" }
    else if (line ~ /^ *"since": "/) from = seconds_of(text_in(line))
    else if (line ~ /^ *"until": "/) { until = text_in(line); to = seconds_of(until) }
    else if (line ~ /^ *"reason": "/ && from != "" && to != "" && from - 60 <= wall && wall < to) {
      mute_until[check] = until; mute_reason[check] = text_in(line)
    }
  }
  close(file)
}
# The text that the server hears instead of another one.
function muted_text(check, status, text) {
  return "muted until " substr(mute_until[check], 1, 10) " " substr(mute_until[check], 12, 5) " UTC" \
    (mute_reason[check] == "" ? "" : " (" mute_reason[check] ")") ": " (status == "down" ? "is DOWN: " : "") text
}
