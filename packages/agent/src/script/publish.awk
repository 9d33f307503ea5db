# Writes the state of each check as the last looks left it, in the form of the agent's own status file. It reads the table
# of checks; its columns are separated by tabs.

function text(words) { gsub(/[\\"]/, "\\\\&", words); return "\"" words "\"" }
# The time of day from seconds since the boot.
function iso(at,   days, z, era, day, year, month) {
  at = int(epoch - now + at); days = int(at / 86400); at -= days * 86400
  # Years begin with March, so that the day that leap years have is the last one.
  z = days + 719468; era = int(z / 146097); day = z - era * 146097
  year = int((day - int(day / 1460) + int(day / 36524) - int(day / 146096)) / 365)
  day -= 365 * year + int(year / 4) - int(year / 100); year += era * 400
  month = int((5 * day + 2) / 153); day -= int((153 * month + 2) / 5) - 1
  month += month < 10 ? 3 : -9; if (month <= 2) year++
  return sprintf("\"%04d-%02d-%02dT%02d:%02d:%02dZ\"", year, month, day, int(at / 3600), int(at % 3600 / 60), at % 60)
}
function last_push(n,   file, line, f, push) {
  file = folder "/done." n; push = "null"; pushed_at = ""
  if ((getline line < file) > 0 && split(line, f, "\t") >= 3) {
    pushed_at = f[1]
    push = "{\"at\":" iso(f[1]) ",\"ok\":" (f[3] == "ok" ? "true" : "false,\"error\":" text(f[3])) "}"
  }
  close(file)
  return push
}
function entry(n,   push) {
  push = last_push(n)
  return "{\"name\":" text(name[n]) ",\"type\":" text(type[n]) ",\"status\":" text(status[n] == "" ? "unknown" : status[n]) \
    ",\"message\":" text(said[n]) ",\"since\":" iso(since[n] == "" ? now : since[n]) \
    ",\"lastResultAt\":" (at[n] == "" ? "null" : iso(at[n])) ",\"lastPush\":" push \
    ",\"nextPushAt\":" (pushed_at == "" ? "null" : iso(pushed_at + period)) \
    (name[n] in mute_until ? ",\"muted\":{\"until\":" text(mute_until[name[n]]) ",\"reason\":" text(mute_reason[name[n]]) "}" : "") "}"
}
NF >= 7 { name[$1] = $7; type[$1] = $2; order[++count] = $1 }
END {
  CONVFMT = "%.2f"
  folder = ENVIRON["kuma_folder"]; now = ENVIRON["kuma_now"] + 0; epoch = ENVIRON["kuma_epoch"] + 0
  period = ENVIRON["kuma_period"] + 0; file = folder "/state"
  while ((getline line < file) > 0) {
    if (split(line, f, "\t") >= 12) { status[f[1]] = f[2]; since[f[1]] = f[3]; said[f[1]] = f[11]; at[f[1]] = f[12] }
  }
  close(file); read_mutes(ENVIRON["kuma_mutes"], epoch)
  printf "{\"version\":\"sh\",\"pid\":0,\"startedAt\":%s,\"checks\":[", iso(now)
  for (i = 1; i <= count; i++) { n = order[i]
    if (type[n] == "heartbeat") own = entry(n)
    else printf "%s%s", comma++ ? "," : "", entry(n)
  }
  print "],\"keepsMutes\":true" (own == "" ? "" : ",\"heartbeat\":" own) "}"
}
