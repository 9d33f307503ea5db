// Made from mask-secrets.awk by `pnpm run docs`: not to be edited.
/** The functions of awk that apply the rules. */
export const maskFunctions = String.raw`# Takes secrets out of a text, as mask-secrets.ts does, by the same rules: mask_rules() is made from mask-rules.ts. The
# text is one line, and all is in bytes (LC_ALL=C). Call mask_prepare() first.
function mask_prepare(   i) {
  # Not every busybox has been built with powers.
  mask_power[0] = 1; for (i = 1; i < 14; i++) mask_power[i] = mask_power[i - 1] * 2
  for (i = 1; i < 256; i++) mask_code[sprintf("%c", i)] = i
  mask_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
  mask_done = "^[*][*][*]([]\"\047 \t\r\n,;)}@\\\\]|$)"
  mask_rules()
}
function masked(text,   i, small, next_) {
  small = tolower(text)
  for (i = 1; i <= mask_count; i++) {
    if (mask_within[i] != "" && small !~ mask_within[i]) continue
    next_ = mask_apply(text, small, i)
    if (next_ != text) { text = next_; small = tolower(text) }
  }
  return text
}
# Puts *** instead of the text that a rule finds.
function mask_apply(text, small, i,   seen, out, before, previous, at, after, used) {
  seen = mask_exact[i] ? text : small
  out = ""; before = ""
  while (match(seen, mask_head[i])) {
    at = RSTART; after = RSTART + RLENGTH
    previous = at > 1 ? substr(seen, at - 1, 1) : before
    if (mask_not_after[i] != "" && previous != "" && previous ~ mask_not_after[i]) { used = at; out = out substr(text, 1, used) }
    else if (!mask_find(substr(seen, after), i)) { used = after - 1; out = out substr(text, 1, used) }
    else {
      out = out substr(text, 1, mask_whole[i] ? at - 1 : after - 1 + mask_start) "***"
      used = after - 1 + mask_start + mask_size - mask_keeps_last[i]
    }
    before = substr(seen, used, 1)
    text = substr(text, used + 1); seen = substr(seen, used + 1)
  }
  return out text
}
# Where the secret is in what follows the head: mask_start, mask_size.
function mask_find(rest, i) {
  mask_start = 0; mask_size = 0
  if (mask_except[i] != "" && rest ~ "^(" mask_except[i] ")") return 0
  if (mask_value[i]) return mask_find_value(rest)
  if (rest ~ mask_done) return 0
  if (mask_secret[i] == "") return 1
  if (!match(rest, "^(" mask_secret[i] ")")) return 0
  mask_size = RLENGTH
  return 1
}
# In quotes, with whatever is escaped in them, also when the closing one is cut off; else to the next blank or &.
function mask_find_value(rest,   quote) {
  if (match(rest, /^[ \t\r\n]+/)) mask_start = RLENGTH
  rest = substr(rest, mask_start + 1)
  quote = ""
  if (match(rest, /^\\*["\047]/)) {
    quote = substr(rest, RLENGTH, 1); mask_start += RLENGTH; rest = substr(rest, RLENGTH + 1)
  }
  if (rest == "" || rest ~ mask_done) return 0
  if (quote == "") match(rest, /^[^ \t\r\n&]+/)
  else if (quote == "\"") match(rest, /^(([^"\\]|\\.)+\\?|\\$)/)
  else match(rest, /^(([^\047\\]|\\.)+\\?|\\$)/)
  if (RLENGTH < 1) return 0
  mask_size = RLENGTH
  return 1
}
# A known secret, also in other letters, as in a URL, and in base64 wherever it begins in there.
function mask_known(text, secret,   offset, coded) {
  if (length(secret) < 4) return text
  text = mask_text(text, secret)
  for (offset = 0; offset < 3 && length(secret) >= 8; offset++) {
    coded = mask_base64(secret, offset)
    text = mask_text(text, coded)
    if (gsub(/[+]/, "-", coded) + gsub(/\//, "_", coded)) text = mask_text(text, coded)
  }
  return text
}
function mask_text(text, secret,   small, at, out) {
  out = ""; small = tolower(text); secret = tolower(secret)
  while (at = index(small, secret)) {
    out = out substr(text, 1, at - 1) "***"
    text = substr(text, at + length(secret)); small = substr(small, at + length(secret))
  }
  return out text
}
# The characters of base64 that hang on the secret alone, when so many bytes stand before it.
function mask_base64(secret, offset,   bits, count, out, i) {
  bits = 0; count = offset * 2; out = ""
  for (i = 1; i <= length(secret); i++) {
    bits = bits * 256 + mask_code[substr(secret, i, 1)]; count += 8
    while (count >= 6) {
      count -= 6
      out = out substr(mask_digits, int(bits / mask_power[count]) + 1, 1); bits = bits % mask_power[count]
    }
  }
  return offset ? substr(out, 2) : out
}
`;
