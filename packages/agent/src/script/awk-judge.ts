import { activities, noNextStart, plainResults } from "../checks/systemd/describe-unit.ts";
import { awkTexts } from "./awk-texts.ts";

/** Assignments that make a table of awk. */
function awkTable(name: string, entries: Readonly<Record<string, string>>): string {
  return Object.entries(entries)
    .map(([key, text]) => `  ${name}[${JSON.stringify(key)}] = ${JSON.stringify(text)}\n`)
    .join("");
}

/**
 * The awk program that judges what `systemctl show` and the commands said, as `judge-unit.ts` and `monitored-check.ts`
 * do it in the agent, and says what to push. POSIX awk: no interval expressions, no functions of gawk.
 *
 * It reads the table of checks and the units' properties, keeps the state file, and writes one action a line:
 * `log LEVEL TEXT`, `fail TEXT`, `steady|change NUMBER STATUS URL` or `again`.
 */
export const awkJudge = String.raw`
${awkTexts}function read_token(n,   file, line, more) {
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
function submit(n, status, text, ping) {
  if (sent[n] == round ":" status || !(n in token)) return
  if (status == "up" && outage[n] != "") text = text ", after " outage[n] " down"
  # The server answers a change only when all are notified: until then nothing more is told to this monitor.
  if (index(busy, " " n " ")) return
  sent[n] = round ":" status
  print (recorded[n] == status ? "steady" : "change") " " n " " status " " base encoded(token[n]) "?status=" status \
    "&msg=" encoded(fit(host ": " text)) (ping ? "&ping=" ping : "")
}
function take_known(n, status, text, ping) {
  no_data_since[n] = ""
  if (known[n] != status) {
    if (known[n] != "" && status == "up") outage[n] = lasted_for(now - since[n])
    if (status == "down") outage[n] = ""
    since[n] = now
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
function cause(n,   end) {
  end = ""
  if (main_code == 2 || main_code == 3) {
    end = "signal " (main_status in signal ? signal[main_status] : main_status) (main_code == 3 ? ", core dumped" : "")
  } else if (main_code == 1 && main_status != 0) {
    end = "exit code " main_status (main_status in exit_name ? "/" exit_name[main_status] : "")
  }
  if (result == "start-limit-hit") return "start limit hit" (end == "" ? "" : ", last " end)
  if (result in plain_result) return plain_result[result]
  if (end != "" && !(result == "exit-code" && main_code != 1 || result == "signal" && main_code != 2 || \
    result == "core-dump" && main_code != 3)) return end
  return result == "success" ? "no reason given" : result
}
function failed(n,   times) {
  times = restarts_now == 0 ? "" : " after " restarts_now (restarts_now == 1 ? " restart" : " restarts")
  return unit[n] " failed: " cause(n) times (sub_state ~ /^auto-restart/ ? ", waiting for its next start" : "")
}
function activity(n, state,   what, more) {
  what = unit[n] ~ /[.]target$/ ? "is reached" : sub_state in activities ? activities[sub_state] : "is running"
  more = service_type == "oneshot" && sub_state == "exited" && command_line ~ /^[{] path=(\/usr)?\/bin\/true ; argv/ \
    ? ": it runs nothing itself, watch the units that it stands for" : ""
  return unit[n] " " what " (" state ")" more (load in no_next_start ? no_next_start[load] : "")
}
# Sets kind and text: what the state means, without its past.
function classify(n,   state) {
  state = active (sub_state == "" ? "" : "/" sub_state); kind = "down"; runs = active ~ /^(active|reloading|refreshing)$/
  if (runs) { kind = "up"; text = activity(n, state) }
  else if (service_type == "oneshot" && active == "activating" && sub_state ~ /^start/) {
    kind = "running-job"; text = unit[n] " is at work (" state ")"
  } else if (active == "activating" || active == "deactivating") {
    if (sub_state ~ /^auto-restart/) {
      if (result != "success") text = failed(n)
      else { kind = "stopped"; text = unit[n] " ended and waits for its next start (" state ")" }
    } else if (active == "deactivating" && result != "success" && !has_job) text = failed(n)
    else { kind = "changing"; text = unit[n] " is " (active == "deactivating" ? "stopping" : "starting") " (" state ")" }
  } else if (has_job) { kind = "changing"; text = unit[n] " is about to change (" state ")" }
  else if (load == "not-found") { kind = "stopped"; text = unit[n] " was not found on this host" }
  else if (load == "masked") { kind = "stopped"; text = unit[n] " is masked" }
  else if (load == "bad-setting" || load == "error") { kind = "stopped"; text = unit[n] " cannot be loaded: " load }
  else if (active == "inactive" && result == "success") {
    if (refused) text = unit[n] " failed: an assertion for its start was not met"
    else if (service_type == "oneshot" && !unmet) {
      # When nothing holds it loaded, systemd forgets a oneshot with its end.
      kind = "up"; text = unit[n] (invocation == "" ? " has not failed; no run of it is on record" : " finished successfully") " (" state ")"
    }
    else { kind = "stopped"; text = unit[n] " is not running (" state ")" (unmet ? ", a condition for its start was not met" : "") }
  } else text = failed(n)
}
# Notes the restarts of the last five minutes; returns how many there were.
function note_restarts(n,   list, count, i, at, first, kept) {
  count = split(restarts[n], list, ",")
  split(count ? list[count] : "", at, ":")
  if (count == 0 || restarts_now < at[2]) { restarts[n] = now ":" restarts_now; return 0 }
  if (restarts_now > at[2]) list[++count] = now ":" restarts_now
  # The newest one from before the window stays: rises are measured from it.
  first = count
  for (i = count; i >= 1; i--) { split(list[i], at, ":"); first = i; if (at[1] <= now - 300) break }
  kept = list[first]; for (i = first + 1; i <= count; i++) kept = kept "," list[i]
  restarts[n] = kept; split(list[first], at, ":")
  return restarts_now - at[2]
}
function judge_unit(n,   loops, until, limit, booting, between) {
  loops = note_restarts(n); classify(n); between = kind == "stopped" && active == "activating"
  booting = is_booting && load == "loaded" && !unmet && !refused && now < boot_grace ? boot_grace : 0
  if (kind == "running-job" && known[n] != "down") kind = "up"
  if (kind == "stopped" && (known[n] == "down" || known[n] == "" && phase[n] == "" && !booting)) kind = "down"
  # A start that fails runs for a moment too: what was DOWN is UP when it still runs a second later.
  if (known[n] == "down") {
    if (kind != "up" || !runs) phase[n] = phase_since[n] = ""
    else if (phase[n] != "up") { phase[n] = "up"; phase_since[n] = now }
    # A hundredth for how the clock is rounded.
    if (phase[n] == "up" && now - phase_since[n] < 0.99) kind = "rising"
  }
  if (kind != "up" && kind != "down" && known[n] != "down") {
    if (phase[n] != kind) { phase[n] = kind; phase_since[n] = now }
    if (unsettled[n] == "") unsettled[n] = now
    limit = kind == "stopped" ? down_after[n] : 10
    until = phase_since[n] + limit
    if (unsettled[n] + 30 + down_after[n] < until) until = unsettled[n] + 30 + down_after[n]
    if (booting > until) until = booting
    if (now >= until) {
      if (kind != "stopped") text = text " for " int(now - unsettled[n] + 0.5) " s"
      kind = "down"
    }
  }
  if ((kind != "down" || between) && loops >= 3) { kind = "down"; text = unit[n] " is in a crash loop: " loops " restarts within 5 min" }
  if (kind == "up" || kind == "down") { phase[n] = unsettled[n] = phase_since[n] = ""; take_known(n, kind, text); return }
  if (kind == "rising") { no_data_since[n] = ""; again = 1; return }
  # A boot lasts longer than a round; the next one looks again.
  if (known[n] != "down" && !booting) again = 1
  take_pending(n, text (booting ? ", the host is booting" : ""), booting && kind == "changing")
}
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
  # What it said may be secret.
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
function property(block, wanted,   lines, i, count) {
  count = split(block, lines, "\n")
  for (i = 1; i <= count; i++) if (index(lines[i], wanted "=") == 1) return substr(lines[i], length(wanted) + 2)
  return ""
}
function look_at_unit(n,   block) {
  block = scope[n] SUBSEP unit[n] in properties ? properties[scope[n], unit[n]] : ""
  if (block == "") { take_no_data(n, complaint[scope[n]] == "" ? "systemctl told nothing of " unit[n] : "systemctl: " complaint[scope[n]]); return }
  load = property(block, "LoadState"); active = property(block, "ActiveState"); sub_state = property(block, "SubState")
  result = property(block, "Result"); if (result == "") result = "success"
  main_code = property(block, "ExecMainCode"); main_status = property(block, "ExecMainStatus")
  restarts_now = property(block, "NRestarts") + 0
  invocation = property(block, "InvocationID"); command_line = property(block, "ExecStart")
  has_job = property(block, "Job") + 0 != 0
  service_type = unit[n] ~ /\.service$/ ? property(block, "Type") : ""
  unmet = property(block, "ConditionResult") == "no" && property(block, "ConditionTimestampMonotonic") + 0 != 0
  refused = !unmet && property(block, "AssertResult") == "no" && property(block, "AssertTimestampMonotonic") + 0 != 0
  judge_unit(n)
}
function read_state(   line, f, file, n) {
  file = folder "/state"
  if ((getline line < file) <= 0 || line != identity) { close(file); return }
  while ((getline line < file) > 0) {
    if (split(line, f, "\t") < 12) continue
    n = f[1]; known[n] = f[2]; since[n] = f[3]; unsettled[n] = f[4]; phase[n] = f[5]; phase_since[n] = f[6]
    no_data_since[n] = f[7]; restarts[n] = f[8]; outage[n] = f[9]; sent[n] = f[10]; said[n] = f[11]
  }
  close(file)
  for (n in name) {
    file = folder "/done." n
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
      restarts[n] "\t" outage[n] "\t" sent[n] "\t" said[n] "\t" now > file
  }
  close(file)
}
BEGIN {
  FS = "\t"
  prepare_texts()
  now = ENVIRON["kuma_now"] + 0; round = ENVIRON["kuma_round"]; folder = ENVIRON["kuma_folder"]
  host = ENVIRON["kuma_host"]; base = ENVIRON["kuma_base"]; period = ENVIRON["kuma_period"] + 0
  identity = ENVIRON["kuma_identity"]; busy = ENVIRON["kuma_busy"]; is_booting = ENVIRON["kuma_booting"] == 1
  boot_grace = ENVIRON["kuma_boot_grace"] + 0; credentials = ENVIRON["CREDENTIALS_DIRECTORY"]
  count = split(ENVIRON["kuma_secrets"], words, "\n")
  for (i = 1; i <= count; i++) token["header " i] = words[i]
  count = split(ENVIRON["kuma_exit_names"], words, " ")
  for (i = 1; i < count; i += 2) exit_name[words[i]] = words[i + 1]
  count = split(ENVIRON["kuma_signals"], words, " ")
  for (i = 1; i < count; i += 2) signal[words[i]] = words[i + 1]
${awkTable("plain_result", plainResults)}${awkTable("activities", activities)}${awkTable("no_next_start", noNextStart)}}
section == "" && NF >= 7 {
  n = $1; order[++checks] = n; type[n] = $2; scope[n] = $3; unit[n] = program[n] = $4
  down_after[n] = limit_of[n] = $5 + 0; token_file[n] = $6
  name[n] = $7; warning[n] = $8; next
}
/^= / { section = substr($0, 3); next }
section == "" { next }
# No property: systemctl complains.
/./ && !/^[A-Za-z]+=/ { if (complaint[section] == "") complaint[section] = $0; next }
/^Names=/ { block_names = substr($0, 7) }
/./ { block = block $0 "\n"; next }
{ note_block() }
function note_block(   list, i, count) {
  count = split(block_names, list, " ")
  for (i = 1; i <= count; i++) {
    # systemctl puts a name with a backslash in quotes, and a backslash before the backslash.
    if (list[i] ~ /^"/) { gsub(/"/, "", list[i]); gsub(/\\\\/, "\\", list[i]) }
    properties[section, list[i]] = block
  }
  block = block_names = ""
}
END {
  note_block(); read_state()
  for (i = 1; i <= checks; i++) read_token(order[i])
  for (i = 1; i <= checks; i++) { n = order[i]
    if (type[n] == "systemd") look_at_unit(n)
    else if (type[n] == "command") judge_program(n)
    else take_known(n, "up", checks - 1 (checks == 2 ? " check" : " checks") ", looked at by the shell script")
  }
  write_state()
  if (again) print "again"
  if (waiting) print "waiting"
}
`;
