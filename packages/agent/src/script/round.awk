# One look: says what to push. It reads the table of checks and the units' properties, keeps the state file, and writes one
# action a line: `log LEVEL TEXT`, `fail TEXT`, `steady|change NUMBER STATUS URL`, `again` or `waiting`.
# POSIX awk: no interval expressions, no functions of gawk. monitored-check.ts does the same in the agent.

function submit(n, status, text, ping,   heard) {
  heard = name[n] in mute_until ? "up" : status
  if (sent[n] == round ":" heard || !(n in token)) return
  if (is_quiet && recorded[n] == heard) return
  if (status == "up" && outage[n] != "") text = text ", after " outage[n] " down"
  if (name[n] in mute_until) text = muted_text(name[n], status, text)
  # The server answers a change only when all are notified: until then this monitor gets no more pushes.
  if (index(busy, " " n " ")) return
  sent[n] = round ":" heard
  print (recorded[n] == heard ? "steady" : "change") " " n " " heard " " base encoded(token[n]) "?status=" heard \
    "&msg=" encoded(fit(host ": " text)) (ping ? "&ping=" ping : "")
}
function take_known(n, status, text, ping, from,   begin) {
  no_data_since[n] = ""
  if (known[n] != status) {
    # It cannot have begun before what it ends.
    if (from == "" || from < since[n]) from = now
    begin = known[n] == "" ? outage_start(n) : since[n]
    if (status == "up") {
      # The clock may have been put back meanwhile.
      if (begin != "" && from >= begin) outage[n] = lasted_for(from - begin)
      began[name[n]] = ""
    } else {
      outage[n] = ""
      if (known[n] == "" && begin != "" && begin < from) from = begin
      began[name[n]] = int(epoch - now + from)
    }
    since[n] = from
    print "log " (status == "down" ? 4 : 6) " " fit(name[n] ": " toupper(status) ": " text)
  }
  known[n] = status; said[n] = fit(text)
  submit(n, status, text, ping)
}
# While a change settles, what is known still counts; the heartbeat goes on.
function take_pending(n, text, counts_as_up) {
  no_data_since[n] = ""
  if (known[n] != "") submit(n, known[n], said[n])
  else if (counts_as_up) submit(n, "up", text)
}
# A check that cannot look says nothing of the service; when that lasts, DOWN is better than silence.
function take_no_data(n, text) {
  if (no_data_since[n] == "") { no_data_since[n] = now; print "fail " fit(name[n] ": " text) }
  if (known[n] == "down") submit(n, "down", said[n])
  else if (now - no_data_since[n] >= period / 2) take_known(n, "down", "cannot be checked: " text)
}
BEGIN {
  FS = "\t"
  # Times have hundredths, and on a host that runs for months more digits than awk writes by itself.
  CONVFMT = "%.2f"
  prepare_texts()
  now = ENVIRON["kuma_now"] + 0; round = ENVIRON["kuma_round"]; folder = ENVIRON["kuma_folder"]
  host = ENVIRON["kuma_host"]; base = ENVIRON["kuma_base"]; period = ENVIRON["kuma_period"] + 0
  epoch = ENVIRON["kuma_epoch"] + 0; memory = ENVIRON["kuma_memory"]
  identity = ENVIRON["kuma_identity"]; busy = ENVIRON["kuma_busy"]; is_booting = ENVIRON["kuma_booting"] == 1
  # Between two heartbeats only changes are pushed, and no program is run.
  is_quiet = ENVIRON["kuma_quiet"] == 1
  boot_grace = ENVIRON["kuma_boot_grace"] + 0; credentials = ENVIRON["CREDENTIALS_DIRECTORY"]
  count = split(ENVIRON["kuma_secrets"], words, "\n")
  for (i = 1; i <= count; i++) token["header " i] = words[i]
  count = split(ENVIRON["kuma_exit_names"], words, " ")
  for (i = 1; i < count; i += 2) exit_name[words[i]] = words[i + 1]
  count = split(ENVIRON["kuma_signals"], words, " ")
  for (i = 1; i < count; i += 2) signal[words[i]] = words[i + 1]
  count = split(ENVIRON["kuma_limits"], words, " ")
  for (i = 1; i < count; i += 2) limit[words[i]] = words[i + 1]
  count = split("us 0.000001 ms 0.001 s 1 min 60 h 3600 d 86400 w 604800 month 2629800 y 31557600", words, " ")
  for (i = 1; i < count; i += 2) seconds_in[words[i]] = words[i + 1]
  count = split(ENVIRON["kuma_unit_words"], lines, "\n")
  for (i = 1; i <= count; i++) { split(lines[i], words, "\t"); unit_words[words[1], words[2]] = words[3] }
}
section == "" && NF >= 7 {
  n = $1; order[++checks] = n; type[n] = $2; scope[n] = $3; unit[n] = program[n] = $4
  down_after[n] = limit_of[n] = $5 + 0; token_file[n] = $6
  name[n] = $7; warning[n] = $8; max_runtime[n] = $9; next
}
/^= / { section = substr($0, 3); next }
section == "" { next }
# No property: systemctl complains.
/./ && !/^[A-Za-z]+=/ { if (complaint[section] == "") complaint[section] = $0; next }
/^Names=/ { block_names = substr($0, 7) }
/./ { block = block $0 "\n"; next }
{ note_block() }
END {
  note_block(); read_state(); read_outages(); read_mutes(ENVIRON["kuma_mutes"], epoch)
  for (i = 1; i <= checks; i++) read_token(order[i])
  for (i = 1; i <= checks; i++) { n = order[i]
    if (type[n] != "command" || !is_quiet) looked_at[n] = now
    if (type[n] == "systemd") look_at_unit(n)
    else if (type[n] == "command") { if (!is_quiet) judge_program(n) }
    else take_known(n, "up", checks - 1 (checks == 2 ? " check" : " checks") ", looked at by the shell script")
  }
  write_state(); write_outages()
  if (again) print "again"
  if (waiting) print "waiting"
}
# systemctl puts a name with a backslash in quotes, and a backslash before the backslash.
function plain_name(text) {
  if (text ~ /^"/) { gsub(/"/, "", text); gsub(/\\\\/, "\\", text) }
  return text
}
function note_block(   list, i, count) {
  count = split(block_names, list, " ")
  for (i = 1; i <= count; i++) {
    properties[section, plain_name(list[i])] = block
  }
  block = block_names = ""
}
