# Judges a unit from its properties, as judge-unit.ts does in the agent.

function main_end() {
  if (main_code == 2 || main_code == 3)
    return "signal " (main_status in signal ? signal[main_status] : main_status) (main_code == 3 ? ", core dumped" : "")
  return main_code == 1 && main_status != 0 ? "exit code " main_status (main_status in exit_name ? "/" exit_name[main_status] : "") : ""
}
function cause(n,   end) {
  end = main_end()
  if (result == "start-limit-hit") return "start limit hit" (end == "" ? "" : ", last " end)
  if (("result", result) in unit_words) return unit_words["result", result]
  if (end != "" && !(result == "exit-code" && main_code != 1 || result == "signal" && main_code != 2 || \
    result == "core-dump" && main_code != 3)) return end
  return result == "success" ? "no reason given" : result
}
function failed(n,   times) {
  times = restarts_now == 0 ? "" : " after " restarts_now (restarts_now == 1 ? " restart" : " restarts")
  return unit[n] " failed: " cause(n) times (sub_state ~ /^auto-restart/ ? ", waiting for its next start" : "")
}
function activity(n, state,   what, more) {
  what = unit[n] ~ /[.]target$/ ? "is reached" : ("activity", sub_state) in unit_words ? unit_words["activity", sub_state] : "is running"
  more = service_type == "oneshot" && sub_state == "exited" && command_line ~ /^[{] path=(\/usr)?\/bin\/true ; argv/ \
    ? ": it runs nothing itself, watch the units that it stands for" : ""
  return unit[n] " " what " (" state ")" more (("no-next-start", load) in unit_words ? unit_words["no-next-start", load] : "")
}
# A daemon that is gone although systemd has its unit active, as it has all init scripts.
function has_lost() {
  if (active != "active" || sub_state != "exited" || service_type == "oneshot") return 0
  return main_code >= 2 || service_type == "forking" && state_change > active_enter
}
function loss(n, state,   end) {
  end = main_end()
  return unit[n] " is not running: its processes are gone" (end == "" ? "" : ", " end) " (" state ")"
}
# Sets kind and text: what the state means, without its past.
function classify(n,   state) {
  state = active (sub_state == "" ? "" : "/" sub_state); kind = "down"; runs = active ~ /^(active|reloading|refreshing)$/
  if (runs && has_lost() && (finished == "" || finished != invocation)) text = loss(n, state)
  else if (runs) { kind = "up"; text = activity(n, state) }
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
    else if (waits_for != "" && (!unmet || waits_for ~ /[.]timer$/)) {
      kind = "up"; text = unit[n] " waits for " waits_for " (" state ")" (unmet ? "; a condition for its last start was not met" : "")
    }
    else { kind = "stopped"; text = unit[n] " is not running (" state ")" (unmet ? ", a condition for its start was not met" : "") }
  } else text = failed(n)
}
# How long systemd lets a start or stop take, and a moment more, as change-limits.ts does in the agent.
function span_seconds(text,   count, parts, i, amount, s) {
  count = split(text, parts, " ")
  for (i = 1; i <= count; i++) { amount = parts[i] + 0; sub(/^[0-9.]+/, "", parts[i]); s += amount * seconds_in[parts[i]] }
  return s + 0
}
function patience_with(text,   s) {
  if (text == "") return limit["change"] + 0
  # BusyBox takes this word for a number.
  if (text == "infinity") return limit["endless"] + 0
  s = span_seconds(text)
  s = s == 0 ? limit["endless"] + 0 : s + limit["margin"]
  return s < limit["change"] + 0 ? limit["change"] + 0 : s
}
function patience_of(n,   s) {
  s = patience_with(active == "deactivating" ? stop_limit : start_limit)
  return s < down_after[n] ? down_after[n] : s
}
function longest_patience(n) {
  return limit["unsettled"] + down_after[n] + patience_with(start_limit) + patience_with(stop_limit) - 2 * limit["change"]
}
function judge_unit(n,   loops, until, booting, between, waited, from, left, step) {
  loops = note_runs(n); classify(n); between = kind == "stopped" && active == "activating"
  booting = is_booting && load == "loaded" && !unmet && !refused && now < boot_grace ? boot_grace : 0
  if (kind == "up") text = text recycling_note(n)
  if (kind == "running-job" && max_runtime[n] != "" && past(state_change) && now - state_change >= max_runtime[n] + 0) {
    kind = "down"; waited = state_change + max_runtime[n]
    text = text " for " lasted_for(now - state_change) ", limit " lasted_for(max_runtime[n])
  }
  if (kind == "running-job" && known[n] != "down") kind = "up"
  if (kind == "stopped" && (known[n] == "down" || known[n] == "" && phase[n] == "" && (load != "loaded" || unmet || refused))) kind = "down"
  # A start that fails runs for a moment too: what was DOWN is UP when it has run for a while.
  left = 0
  if (known[n] == "down" && (kind != "up" || !runs)) phase[n] = phase_since[n] = ""
  else if (kind == "up" && runs && (known[n] == "down" || known[n] == "" && restarts_now > by_hand_at && active_enter > 0 && end_before != "clean")) {
    if (active_enter > 0 && active_enter <= now) phase_since[n] = active_enter
    else if (phase[n] != "up") phase_since[n] = now
    phase[n] = "up"; left = needed_seconds() - now + phase_since[n]
    # A hundredth for how the clock is rounded.
    if (left > 0.01) kind = "rising"
  }
  if (kind != "up" && kind != "down" && kind != "rising" && known[n] != "down") {
    # systemd has a limit for each step of a start or stop.
    step = kind == "stopped" ? kind : kind " " active "/" sub_state
    if (phase[n] != step) { phase[n] = step; phase_since[n] = now }
    if (unsettled[n] == "") unsettled[n] = now
    until = phase_since[n] + (kind == "stopped" ? down_after[n] : patience_of(n))
    if (unsettled[n] + longest_patience(n) < until) until = unsettled[n] + longest_patience(n)
    if (booting > until) until = booting
    if (now >= until) {
      waited = unsettled[n]
      if (kind != "stopped") text = text " for " lasted_for(now - unsettled[n])
      kind = "down"
    }
  }
  if ((kind != "down" || between) && loops >= limit["crash-restarts"]) { kind = "down"; text = unit[n] " is in a crash loop: " loops " restarts within " lasted_for(limit["crash-window"]) }
  if (kind == "up" || kind == "down") {
    from = kind == "up" ? up_since() : down_since()
    # systemd forgets a unit that stopped and that nothing refers to.
    if (from == "") from = kind == "up" ? (phase[n] == "up" ? phase_since[n] : "") : waited
    phase[n] = unsettled[n] = phase_since[n] = ""
    take_known(n, kind, text, "", from)
    return
  }
  if (kind == "rising") {
    no_data_since[n] = ""; again = 1
    if (known[n] == "down") submit(n, "down", said[n])
    return
  }
  # A boot lasts longer than a round; the next one looks again.
  if (known[n] != "down" && !booting) again = 1
  take_pending(n, text (booting ? ", the host is booting" : ""), booting && kind == "changing")
}
# When the unit left `active`, or became it, however late that was noticed, as since-when.ts does in the agent.
function past(at) { return at > 0 && at <= now ? at : "" }
function is_job() { return service_type == "oneshot" && sub_state != "exited" }
function is_at_work() { return service_type == "oneshot" && active == "activating" && sub_state ~ /^start/ }
function down_since() {
  if (has_lost()) return past(state_change)
  # The end of the run before says nothing of one that hangs.
  return is_at_work() ? "" : is_job() || !past(active_exit) ? past(inactive_enter) : past(active_exit)
}
function up_since() { return past(is_job() ? inactive_enter : active_enter) }
function property(block, wanted,   lines, i, count) {
  count = split(block, lines, "\n")
  for (i = 1; i <= count; i++) if (index(lines[i], wanted "=") == 1) return substr(lines[i], length(wanted) + 2)
  return ""
}
# The first active one of the units that start it when it is needed; a timer that has elapsed starts nothing any more.
function trigger_of(n, list,   names, count, i, block) {
  count = split(list, names, " ")
  for (i = 1; i <= count; i++) {
    names[i] = plain_name(names[i]); if (!((scope[n], names[i]) in properties)) continue
    block = properties[scope[n], names[i]]
    if (property(block, "ActiveState") == "active" && property(block, "SubState") != "elapsed") return names[i]
  }
  return ""
}
function is_foreseen(block,   most) {
  if (result == "exit-code")
    return main_code == 1 && (" " property(block, "RestartForceExitStatus") " ") ~ ("[ ,]" main_status "[ ,]")
  most = property(block, "RuntimeMaxUSec")
  if (result != "timeout" || most == "" || most == "infinity" || restart_rule !~ /^(always|on-failure|on-abnormal)$/) return 0
  return active_enter > 0 && active_exit - active_enter >= span_seconds(most)
}
function look_at_unit(n,   block) {
  block = scope[n] SUBSEP unit[n] in properties ? properties[scope[n], unit[n]] : ""
  if (block == "") {
    take_no_data(n, complaint[scope[n]] == "" ? "systemctl said nothing of " unit[n] : "systemctl: " complaint[scope[n]])
    # systemd may answer in a moment, and a heartbeat waits for that answer.
    if (known[n] != "down") again = 1
    return
  }
  load = property(block, "LoadState"); active = property(block, "ActiveState"); sub_state = property(block, "SubState")
  result = property(block, "Result"); if (result == "") result = "success"
  main_code = property(block, "ExecMainCode"); main_status = property(block, "ExecMainStatus")
  restarts_now = property(block, "NRestarts") + 0
  invocation = property(block, "InvocationID"); command_line = property(block, "ExecStart")
  active_enter = property(block, "ActiveEnterTimestampMonotonic") / 1000000
  active_exit = property(block, "ActiveExitTimestampMonotonic") / 1000000
  inactive_enter = property(block, "InactiveEnterTimestampMonotonic") / 1000000
  main_start = property(block, "ExecMainStartTimestampMonotonic") / 1000000
  main_exit = property(block, "ExecMainExitTimestampMonotonic") / 1000000
  restart_rule = property(block, "Restart")
  state_change = property(block, "StateChangeTimestampMonotonic") / 1000000
  start_limit = property(block, "TimeoutStartUSec"); if (start_limit == "") start_limit = property(block, "TimeoutUSec")
  stop_limit = property(block, "TimeoutStopUSec"); if (stop_limit == "") stop_limit = property(block, "TimeoutUSec")
  waits_for = trigger_of(n, property(block, "TriggeredBy"))
  has_job = property(block, "Job") + 0 != 0
  service_type = unit[n] ~ /\.service$/ ? property(block, "Type") : ""
  unmet = property(block, "ConditionResult") == "no" && property(block, "ConditionTimestampMonotonic") + 0 != 0
  # An end that the unit's own file foresees is a success, as foreseen-end.ts has it in the agent.
  if (result == "exec-condition" && active == "inactive") { unmet = 1; result = "success" }
  else if (active ~ /^(activating|deactivating|failed)$/ && is_foreseen(block)) {
    result = "success"; if (active == "failed") { active = "activating"; sub_state = "auto-restart" }
  }
  refused = !unmet && property(block, "AssertResult") == "no" && property(block, "AssertTimestampMonotonic") + 0 != 0
  judge_unit(n)
}
