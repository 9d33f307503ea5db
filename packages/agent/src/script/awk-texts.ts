/**
 * Functions of awk for texts that leave the host: durations, one line of whole characters, without secrets, fit for an
 * address. They need `token`, which {@link awkJudge} sets, and `prepare_texts()` before.
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
# Escapes for terminals go, control characters are spaces, and a byte that is no character is told as one.
function plain(text,   out, i, n, size, c) {
  gsub(/\033(\[[0-?]*[ -\/]*[@-~]|\][^\007\033]*(\007|\033\\)?|[@-_])/, "", text)
  if (text ~ /[\200-\377]/) {
    out = ""; size = length(text)
    for (i = 1; i <= size; i += n ? n : 1) {
      n = character_at(text, i); c = n ? substr(text, i, n) : "\357\277\275"
      # Marks that turn the direction of writing could make a message read as something else.
      if (n > 1 && index(direction_marks, "|" c "|")) c = ""
      else if (n > 1 && (index(other_spaces, "|" c "|") || c ~ /^\302[\200-\237]$/)) c = " "
      out = out c
    }
    text = out
  }
  gsub(/[\001-\037\177 ]+/, " ", text)
  return text
}
# At most 1500 bytes, only whole characters.
function cut(text,   i, n, size) {
  gsub(/  +/, " ", text); sub(/^ /, "", text); sub(/ $/, "", text)
  size = length(text)
  if (size <= 1500) return text == "" ? "no message" : text
  for (i = 1; (n = character_at(text, i)) && i + n <= 1498; i += n) continue
  text = substr(text, 1, i - 1); sub(/ $/, "", text)
  return text "\342\200\246"
}
# What leaves the host, and what is logged: one line, without secrets.
function fit(text,   is_long) {
  is_long = length(text) > 12000
  text = masked(plain(substr(text, 1, 12000)))
  # At the cut half a secret may be left, which nothing recognises any more.
  return cut(is_long ? substr(text, 1, length(text) - 1024) : text)
}
# The rules are those of mask-secrets.ts. POSIX awk knows no bounds, so that a rule may find more than there, never less.
function masked(text,   i) {
  for (i in token) if (length(token[i]) >= 4) text = without(text, token[i])
  text = without_keys(text)
  text = hide(text, "/api/push/", "[^ /?#&\"\047]+")
  text = hide(text, "(//hooks[.]slack[.]com/|/api/webhooks/)", "[^ ?#\"\047]+")
  text = without_users(text)
  text = hide(text, authorization, "[^ ]+", "^" scheme " ")
  text = hide(text, authorization scheme " +", "([a-z0-9_-]+=\"[^\"]*\"|[^ ,]+)(, ?[a-z0-9_-]+=(\"[^\"]*\"|[^ ,]+))*")
  text = hide(text, "(set-)?cookie[\"\047]?: *", "[^ ;]+(; ?[^ ;]+)*")
  text = hide(text, "bearer +", repeated("[a-z0-9._~+/=-]", 8) "[a-z0-9._~+/=-]*")
  text = hide_exact(text, "eyJ" repeated("[A-Za-z0-9_-]", 5) "[A-Za-z0-9_-]*[.][A-Za-z0-9_-]+[.]?[A-Za-z0-9_-]*")
  text = hide_exact(text, service_key)
  text = hide(text, "[?&](key|sig|signature)=", repeated("[^ &#\"\047]", 8) "[^ &#\"\047]*")
  text = hide(text, " (-u|--user)[= ] *[^ :]+:", "[^ ]+")
  text = hide(text, " --?(password|passwd|pass|token|secret|api-key)( *= *| +)", "")
  return hide(text, "[a-z0-9_-]*" secret_name "\\\\*[\"\047]? *(=>|:=|[=:]) *", "")
}
function repeated(set, count,   all) { all = ""; while (count-- > 0) all = all set; return all }
# How far a value goes: in quotes, with whatever is escaped in them, also when the closing one is cut off; else to the next space or &.
function value_size(text) {
  if (match(text, /^\\*"([^"\\]|\\.)*("|\\?$)/)) return RLENGTH
  if (match(text, /^\\*\047([^\047\\]|\\.)*(\047|\\?$)/)) return RLENGTH
  return match(text, /^[^ &]+/) ? RLENGTH : 0
}
# Puts *** in the place of what follows head; of a value when rest is empty. Both are for small letters.
function hide(text, head, rest, except,   out, low, at, size, kept, follows, before) {
  out = ""; low = tolower(text)
  while (match(low, head rest)) {
    at = RSTART; size = RLENGTH
    match(substr(low, at, size), "^" head); kept = RLENGTH
    before = at > 1 ? substr(low, at - 1, 1) : substr(out, length(out))
    follows = substr(low, at + kept)
    if (head ~ /^[a-z(]/ && head !~ /^\(\// && tolower(before) ~ /[a-z0-9_]/) { kept = 1; size = 0 }
    else if (follows ~ /^\*\*\*(["\047 ,;)}]|\]|$)/ || except != "" && follows ~ except) size = 0
    else size = rest == "" ? value_size(follows) : size - kept
    out = out substr(text, 1, at + kept - 1) (size ? "***" : "")
    text = substr(text, at + kept + size); low = substr(low, at + kept + size)
  }
  return out text
}
function hide_exact(text, pattern,   out, at, size, before) {
  out = ""
  while (match(text, pattern)) {
    at = RSTART; size = RLENGTH
    before = at > 1 ? substr(text, at - 1, 1) : substr(out, length(out))
    if (before ~ /[A-Za-z0-9_]/) { out = out substr(text, 1, at); size = 1 }
    else out = out substr(text, 1, at - 1) "***"
    text = substr(text, at + size)
  }
  return out text
}
# Private keys, also those whose end is cut off.
function without_keys(text,   out) {
  out = ""
  while (match(text, /-----BEGIN [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----/)) {
    out = out substr(text, 1, RSTART - 1) "***"; text = substr(text, RSTART + RLENGTH)
    text = match(text, /-----END [A-Z0-9 ]*-----/) ? substr(text, RSTART + RLENGTH) : ""
  }
  return out text
}
# Users in addresses. A password may hold a slash or an @; a port and a path after it do not make one.
function without_users(text,   out, at, size, kept, rest) {
  out = ""
  while (match(tolower(text), /[a-z][a-z0-9+.-]*:\/\/[^ ]*@/)) {
    at = RSTART; size = RLENGTH
    kept = index(substr(text, at, size), "://") + 2; rest = substr(text, at + kept, size - kept)
    if (rest ~ /^[^\/:@]*:/ && rest !~ /^[^\/:@]*:[0-9]+\//) kept = at + kept - 1
    else if (match(rest, /^[^\/]+@/)) { size = kept + RLENGTH; kept = at + kept - 1 }
    else { out = out substr(text, 1, at + kept - 1); text = substr(text, at + kept); continue }
    out = out substr(text, 1, kept) "***@"; text = substr(text, at + size)
  }
  return out text
}
function without(text, secret,   at, out) {
  out = ""
  while (at = index(text, secret)) { out = out substr(text, 1, at - 1) "***"; text = substr(text, at + length(secret)) }
  return out text
}
function prepare_texts(   i, w, d) {
  for (i = 1; i < 256; i++) code[sprintf("%c", i)] = i
  direction_marks = "|\330\234|\342\200\216|\342\200\217|\342\200\252|\342\200\253|\342\200\254|\342\200\255|\342\200\256|\342\201\246|\342\201\247|\342\201\250|\342\201\251|\357\273\277|"
  other_spaces = "|\302\240|\341\232\200|\342\200\250|\342\200\251|\342\200\257|\342\201\237|\343\200\200|"
  for (i = 128; i < 139; i++) other_spaces = other_spaces "\342\200" sprintf("%c", i) "|"
  scheme = "(basic|bearer|digest|token|negotiate|ntlm|apikey)"
  authorization = "(proxy-)?authorization[\"\047]? *[=:] *[\"\047]?"
  secret_name = "(password|passwd|pwd|passphrase|secret[_-]?key|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|session[_-]?id|credentials?)"
  w = "[A-Za-z0-9_]"; d = "[A-Za-z0-9_-]"
  service_key = "(uk[0-9]+_" repeated(d, 16) d "*|gh[pousr]_" repeated(w, 20) w "*|github_pat_" repeated(w, 20) w "*|glpat-" repeated(d, 16) d \
    "*|xox[a-z]-" repeated(d, 10) d "*|[sr]k_(live|test)_" repeated(w, 10) w "*|npm_" repeated(w, 30) w "*|AKIA" repeated("[A-Z0-9]", 16) \
    "|AIza" repeated(d, 35) d "*|SG[.]" repeated(d, 16) d "*[.]" repeated(d, 16) d "*|hv[sbr][.]" repeated(d, 20) d "*" \
    "|" repeated("[0-9]", 8) "[0-9]?[0-9]?:" repeated(d, 35) ")"
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
