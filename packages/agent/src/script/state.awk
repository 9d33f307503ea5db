# The tokens, and what the rounds before left: one line for each check, its cells separated by tabs.

function read_token(n,   file, line, more) {
  file = token_file[n]
  if (file ~ /^credential:/) {
    if (credentials == "") { print "fail " name[n] ": the token is a credential, but the service was given none (LoadCredential=): " file; return 0 }
    file = credentials "/" substr(file, 12)
  }
  if ((getline line < file) <= 0) { print "fail " name[n] ": the token file cannot be read: " token_file[n]; return 0 }
  sub(/^[ \t]+/, "", line); sub(/[ \t\r]+$/, "", line)
  more = (getline < file) > 0; close(file)
  if (more || length(line) < 1 || length(line) > 255 || line ~ /[^!-~]/) {
    print "fail " name[n] ": the token file must hold one push token and nothing else: " token_file[n]; return 0
  }
  if (index(line, "/api/push/")) {
    print "fail " name[n] ": the token file holds a push URL; only what follows /api/push/ in it, up to the ?, is the token: " token_file[n]
    return 0
  }
  token[n] = line
  return 1
}
function read_state(   line, f, file, i, n) {
  file = folder "/state"
  if ((getline line < file) <= 0 || line != identity) { close(file); return }
  while ((getline line < file) > 0) {
    if (split(line, f, "\t") < 12) continue
    n = f[1]; known[n] = f[2]; since[n] = f[3]; unsettled[n] = f[4]; phase[n] = f[5]; phase_since[n] = f[6]
    no_data_since[n] = f[7]; restarts[n] = f[8]; outage[n] = f[9]; sent[n] = f[10]; said[n] = f[11]
    looked_at[n] = f[12]; recycled[n] = f[13]; runs_of[n] = f[14]
  }
  close(file)
  for (i = 1; i <= checks; i++) {
    n = order[i]; file = folder "/done." n
    if ((getline line < file) > 0 && split(line, f, "\t") >= 3 && f[3] == "ok") {
      recorded[n] = f[2]
      if (f[2] == "up" && known[n] == "up" && f[1] >= since[n]) outage[n] = ""
    }
    close(file)
  }
}
function write_state(   n, file, i) {
  file = folder "/state"
  print identity > file
  for (i = 1; i <= checks; i++) { n = order[i]
    print n "\t" known[n] "\t" since[n] "\t" unsettled[n] "\t" phase[n] "\t" phase_since[n] "\t" no_data_since[n] "\t" \
      restarts[n] "\t" outage[n] "\t" sent[n] "\t" said[n] "\t" looked_at[n] "\t" recycled[n] "\t" runs_of[n] > file
  }
  close(file)
}
# Outages under way, by the names of their checks, and when they began: seconds since 1970, because they outlive a boot, and
# the table of checks that they were found with. outage-memory.ts does the same in the agent.
function read_outages(   line, f) {
  while (memory != "" && (getline line < memory) > 0) {
    # A power cut may leave half a line.
    if (split(line, f, "\t") == 3 && f[3] == "end") { began[f[2]] = f[1]; outages_before = outages_before line "\n" }
  }
  if (memory != "") close(memory)
}
function write_outages(   i, at, text) {
  for (i = 1; i <= checks; i++) { at = began[name[order[i]]]; if (at != "") text = text at "\t" name[order[i]] "\tend\n" }
  if (memory == "" || text == outages_before) return
  printf "%s", text > memory; close(memory)
}
# When the outage of a check began, on the clock since the boot; from before the boot it is below 0.
function outage_start(n) { return began[name[n]] == "" ? "" : began[name[n]] - epoch + now }
