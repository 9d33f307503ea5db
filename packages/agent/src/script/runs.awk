# Notes how the runs of a unit end that systemd restarts, as note-runs.ts does in the agent.

# Adds a count to a list of them, each "TIME:COUNT", and keeps those of the last five minutes.
function noted(list, count,   entries, size, i, at, first, kept) {
  size = split(list, entries, ",")
  split(size ? entries[size] : "", at, ":")
  if (size == 0 || count < at[2]) return now ":" count
  if (count > at[2]) entries[++size] = now ":" count
  # The newest one from before the window stays: rises are measured from it.
  first = size
  for (i = size; i >= 1; i--) { split(entries[i], at, ":"); first = i; if (at[1] <= now - limit["crash-window"]) break }
  kept = entries[first]; for (i = first + 1; i <= size; i++) kept = kept "," entries[i]
  return kept
}
function last_count(list,   entries, at) { split(list, entries, ","); split(entries[split(list, entries, ",")], at, ":"); return at[2] + 0 }
function times_in(list,   entries, at) { split(list, entries, ","); split(entries[1], at, ":"); return last_count(list) - at[2] }
# How long the run lasted that has ended; empty when that is not known.
function ran_for() {
  if (main_start > 0 && main_exit >= main_start) return main_exit - main_start
  return active_enter > 0 && active_exit >= active_enter ? active_exit - active_enter : ""
}
function note_rises(n,   rises, unseen, mean, are_meant, died) {
  rises = restarts_now - seen_count
  if (rises == 0) return
  unseen = rises - (run_end == "" ? 0 : 1); mean = (now - seen_at) / rises
  are_meant = mean >= limit["long-unseen"] && !index(" on-failure on-abnormal on-abort on-watchdog ", " " restart_rule " ")
  died = (run_end == "failed") + (are_meant ? 0 : unseen)
  end_before = unseen == 0 ? run_end : are_meant ? "clean" : "failed"
  restarts[n] = noted(restarts[n], last_count(restarts[n]) + died)
  recycled[n] = noted(recycled[n], last_count(recycled[n]) + rises - died)
  seen_count = restarts_now; seen_at = now; run_end = ""
  if (unseen > 0 && end_before == "failed") failed_after = mean
}
# The run that the count belongs to; empty between the count's rise and the start that it stands for.
function run_now() { return has_job && (sub_state ~ /^auto-restart/ || active ~ /^(inactive|failed)$/) ? "" : invocation }
# A start by hand while systemd waits to restart a unit by itself leaves the count as it is.
function is_by_hand() {
  if (seen_count == "" || restarts_now < seen_count) return 1
  return restarts_now == seen_count && run != "" && run_now() != "" && run_now() != run
}
function note_runs(n,   f, ran, old_count) {
  split(runs_of[n], f, ":"); seen_count = f[1]; seen_at = f[2]; run_end = f[3]; end_before = f[4]; failed_after = f[5]; finished = f[6]
  run = f[7]; by_hand_at = f[8] + 0; old_count = seen_count
  if (is_by_hand()) {
    by_hand_at = restarts_now == seen_count ? restarts_now : 0
    restarts[n] = recycled[n] = now ":0"; seen_count = restarts_now; seen_at = now; run_end = end_before = ""
  } else {
    restarts[n] = noted(restarts[n], last_count(restarts[n])); recycled[n] = noted(recycled[n], last_count(recycled[n]))
    note_rises(n)
  }
  if (sub_state ~ /^auto-restart/ || active == "failed") {
    ran = ran_for()
    run_end = result == "success" && (ran == "" || ran >= limit["steady"]) ? "clean" : "failed"
    if (run_end == "failed") failed_after = ran
  }
  # An init script, say, that sets something and leaves no process behind.
  if (active == "active" && sub_state == "exited" && !has_lost()) finished = invocation
  if (run_now() != "") run = run_now(); else if (old_count == "" || restarts_now != old_count) run = ""
  runs_of[n] = seen_count ":" seen_at ":" run_end ":" end_before ":" failed_after ":" finished ":" run ":" by_hand_at
  return times_in(restarts[n])
}
# How long a unit that runs must have run to be UP.
function needed_seconds(   automatic, least, longer) {
  automatic = restarts_now > by_hand_at && end_before != "clean"
  least = automatic ? limit["steady-after-restart"] : limit["steady"]
  if (failed_after == "" || failed_after >= limit["longest-loop-run"]) return least
  longer = failed_after * limit["longer-than-before"] + limit["steady"]
  if (longer < least) longer = least
  return !automatic && longer > limit["steady-after-restart"] ? limit["steady-after-restart"] : longer
}
function recycling_note(n,   times) {
  times = times_in(recycled[n])
  return times < limit["crash-restarts"] ? "" : "; it ended by itself and was restarted " times " times within " lasted_for(limit["crash-window"])
}
