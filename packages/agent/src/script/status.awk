# Prints the state of each check as the last rounds left it. It reads the table of checks; its columns are separated by tabs.
NF >= 7 { name[$1] = $7; order[++count] = $1 }
# How long ago the check was pushed, and why not.
function pushed(n,   file, line, f, text) {
  file = folder "/done." n; text = "not pushed yet"
  if ((getline line < file) > 0) {
    split(line, f, "\t")
    text = (f[3] == "ok" ? "pushed " : "push failed ") int(now - f[1]) " s ago" (f[3] == "ok" ? "" : ": " f[3])
  }
  close(file)
  return text
}
END {
  folder = ENVIRON["kuma_folder"]; now = ENVIRON["kuma_now"]; file = folder "/state"
  while ((getline line < file) > 0) {
    if (split(line, f, "\t") >= 12) { status[f[1]] = f[2]; said[f[1]] = f[11]; at[f[1]] = f[12] }
  }
  close(file)
  for (i = 1; i <= count; i++) { n = order[i]
    printf "%-7s  %s  %s\n         looked at %d s ago, %s\n", status[n] == "" ? "UNKNOWN" : toupper(status[n]), \
      name[n], said[n], now - at[n], pushed(n)
  }
}
