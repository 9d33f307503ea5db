# shellcheck shell=sh disable=SC2154 # other parts of the script set its variables

# Everybody on the host may read it; it holds no secret.
publish_status() {
  find_mutes
  kuma_now=$now kuma_epoch=$(date +%s) kuma_mutes=$mutes kuma_folder=$folder kuma_period=$every \
    awk -F "$tab" "$awk_publish" >"$folder/status.new" <<END
$checks
END
  chmod 0644 "$folder/status.new" && mv -f "$folder/status.new" "$folder/status.json"
}
