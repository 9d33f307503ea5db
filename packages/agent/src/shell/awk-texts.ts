/**
 * Functions of awk for texts that leave the host: durations, one line of whole characters, without secrets, fit for an
 * address. They need `code`, `token` and `direction_marks`, which {@link awkJudge} sets.
 */
export const awkTexts = String.raw`function lasted_for(s,   m, h) {
  if (s < 1) return "less than 1 s"
  s = int(s + 0.5); if (s < 60) return s " s"
  m = int(s / 60); if (m < 60) return m " min" (s % 60 ? " " s % 60 " s" : "")
  h = int(m / 60); if (h < 48) return h " h" (m % 60 ? " " m % 60 " min" : "")
  return int(h / 24) " d" (h % 24 ? " " h % 24 " h" : "")
}
# How many bytes the UTF-8 character at position i has; 0 when there is none.
function character_at(text, i,   first, length_, k, next_) {
  first = code[substr(text, i, 1)]
  length_ = first < 128 ? 1 : first < 194 ? 0 : first < 224 ? 2 : first < 240 ? 3 : first < 245 ? 4 : 0
  for (k = 1; k < length_; k++) { next_ = code[substr(text, i + k, 1)]; if (next_ < 128 || next_ > 191) return 0 }
  return length_
}
# One line without control characters, at most 1500 bytes, only whole characters.
function one_line(text,   out, i, n, size) {
  gsub(/[\001-\037\177]+/, " ", text)
  gsub(/  +/, " ", text); sub(/^ /, "", text); sub(/ $/, "", text)
  size = length(text)
  if (size <= 1500 && text !~ /[\200-\377]/) return text == "" ? "no message" : text
  out = ""
  for (i = 1; i <= size; i += n ? n : 1) {
    n = character_at(text, i)
    if (length(out) + (n ? n : 3) > 1497) return out "\342\200\246"
    out = out (n ? without_direction(substr(text, i, n)) : "\357\277\275")
  }
  return out == "" ? "no message" : out
}
# Marks that turn the direction of writing could make a message read as something else.
function without_direction(c) { return index(direction_marks, "|" c "|") ? "" : c }
# What the config knows to be secret, push addresses, users in addresses, and values whose name says it.
function masked(text,   low, out, at, size, i) {
  for (i in token) if (length(token[i]) >= 4) text = without(text, token[i])
  out = ""
  while (match(text, /\/api\/push\/[^ \/?#&"]+/)) { out = out substr(text, 1, RSTART + 9) "***"; text = substr(text, RSTART + RLENGTH) }
  text = out text; out = ""
  while (match(text, /:\/\/[^ \/@]+@/)) { out = out substr(text, 1, RSTART + 2) "***@"; text = substr(text, RSTART + RLENGTH) }
  text = out text; out = ""
  while (match(tolower(text), /(authorization[ ]*[=:][ ]*"?((basic|bearer|digest|token) +)?[^ ",]+|bearer +[^ ",;&]+|(password|passwd|pwd|passphrase|secret|secret[_-]?key|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)"?([ ]*[=:][ ]*| +)("[^"]*"|\047[^\047]*\047|[^ ",;&\047]+))/)) {
    at = RSTART; size = RLENGTH; low = tolower(substr(text, at, size))
    # A word alone is no name of a value: "the token is wrong" may be said.
    if (low !~ /^[a-z_-]+"?[ ]*[=:]/ && low !~ /^bearer/ && !(at > 1 && substr(text, at - 1, 1) == "-")) {
      size = index(low, " "); out = out substr(text, 1, at + size - 1)
    } else {
      match(low, /^(authorization[ ]*[=:][ ]*"?((basic|bearer|digest|token) +)?|bearer +|[a-z_-]+"?([ ]*[=:][ ]*| +))/)
      out = out substr(text, 1, at + RLENGTH - 1) "***"
    }
    text = substr(text, at + size)
  }
  return out text
}
function without(text, secret,   at, out) {
  out = ""
  while (at = index(text, secret)) { out = out substr(text, 1, at - 1) "***"; text = substr(text, at + length(secret)) }
  return out text
}
function encoded(text,   i, c, out) {
  out = ""
  for (i = 1; i <= length(text); i++) {
    c = substr(text, i, 1)
    out = out (c ~ /[A-Za-z0-9._~-]/ ? c : sprintf("%%%02X", code[c]))
  }
  return out
}
`;
