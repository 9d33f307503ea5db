# Texts that leave the host: durations, one line of whole characters, without secrets, fit for an address. The functions need
# the array `token`, `prepare_texts()` before the first call, and the functions of @kumakit/text that mask secrets.

function lasted_for(s,   m, h) {
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
# Escapes for terminals go, control characters are spaces, and a byte without a character is replaced by one.
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
# Texts that leave the host or are logged: one line, without secrets.
function fit(text,   is_long) {
  is_long = length(text) > 12000
  text = without_secrets(plain(substr(text, 1, 12000)))
  # At the cut half a secret may be left, which nothing recognises any more.
  return cut(is_long ? substr(text, 1, length(text) - 1024) : text)
}
function without_secrets(text,   i) {
  for (i in token) text = mask_known(text, token[i])
  return masked(text)
}
function prepare_texts(   i) {
  mask_prepare()
  for (i = 1; i < 256; i++) code[sprintf("%c", i)] = i
  direction_marks = "|\330\234|\342\200\216|\342\200\217|\342\200\252|\342\200\253|\342\200\254|\342\200\255|\342\200\256|\342\201\246|\342\201\247|\342\201\250|\342\201\251|\357\273\277|"
  other_spaces = "|\302\240|\341\232\200|\342\200\250|\342\200\251|\342\200\257|\342\201\237|\343\200\200|"
  for (i = 128; i < 139; i++) other_spaces = other_spaces "\342\200" sprintf("%c", i) "|"
}
function encoded(text,   i, c, out) {
  out = ""
  for (i = 1; i <= length(text); i++) {
    c = substr(text, i, 1)
    out = out (c ~ /[A-Za-z0-9._~-]/ ? c : sprintf("%%%02X", code[c]))
  }
  return out
}
