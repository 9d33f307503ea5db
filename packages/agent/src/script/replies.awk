# Judges the answers of the server, as judge-reply.ts does in the agent. It reads the output of curl or wget, each answer closed
# by a line `kuma: NUMBER CODE`, and writes `NUMBER ok`, `NUMBER final REASON` or `NUMBER retry REASON`.

function message_in(body,   rest, at, c, out) {
  if (!match(body, /"msg"[ \t]*:[ \t]*"/)) return ""
  rest = substr(body, RSTART + RLENGTH); out = ""
  for (at = 1; at <= length(rest) && at < 300; at++) {
    c = substr(rest, at, 1)
    if (c == "\"") break
    if (c == "\\") c = substr(rest, ++at, 1)
    out = out c
  }
  return out
}
function judge(n, status, body,   is_json, said) {
  is_json = body ~ /^[ \t\r\n]*[{]/ && body ~ /[{,][ \t\r\n]*"ok"[ \t]*:/
  said = message_in(body)
  if (status == 200 && body ~ /^[ \t\r\n]*[{]/ && body ~ /[{,][ \t\r\n]*"ok"[ \t]*:[ \t]*true[ \t\r\n]*[,}]/) return "ok"
  if (status == 200 && !is_json) 
    return "final HTTP 200 with a web page: is server.url right, with its base path, and is the server set up and not just being upgraded?"
  if (status == 404 && said == "Monitor not found or not active.")
    return "final the server knows no active monitor with this token; it was paused or deleted, or the token is wrong"
  if ((status == 200 || status == 404) && is_json) return "retry the server did not record it: " (said == "" ? "no reason given" : said)
  if (status == 413 || status == 414 || status == 431) return "final HTTP " status ": the request was too large for the server"
  if (status >= 300 && status < 400) return "final HTTP " status ": the server sends elsewhere; set server.url to where it really is"
  if (status == 429 || status == 503) return "retry HTTP " status ": the server asks to come back later"
  if (status >= 500) return "retry HTTP " status ": the server, or a proxy before it, is in trouble"
  if (status == 407) return "final HTTP 407: the proxy wants a login; see server.proxy"
  if (status == 401 || status == 403)
    return "final HTTP " status ": something before the server asks for a login; see server.headers"
  if (status > 0) return "final HTTP " status " and no answer of Uptime Kuma: is server.url right, with its base path?"
  return ""
}
# wget prints the header before the answer, and its exit code says what else can be wrong.
function judge_wget(n, ended, text,   at, status, body, words) {
  if (split(text, words, " ") > 1 && words[1] ~ /^HTTP\//) {
    status = words[2]; at = index(text, "\r\n\r\n"); body = substr(text, at + 4)
    if (!at) { at = index(text, "\n\n"); body = substr(text, at + 2) }
    return judge(n, status, body)
  }
  if (ended == 5) return "final the certificate of the server is not trusted (wget)"
  if (ended == 4) return "retry the server cannot be reached (wget)"
  if (ended == 6) return "final something before the server asks for a login; see server.headers (wget)"
  if (ended == 8) return "final the server answers with an error or sends elsewhere; is server.url right? (wget)"
  if (ended == 124 || ended == 137 || ended == 143) return "retry the server did not answer in time (wget)"
  return "retry wget failed with exit code " ended
}
/^curl: / { curl_said = substr($0, 7); next }
/^kuma: / {
  split($0, mark, " ")
  verdict[mark[2]] = mark[3] ~ /^wget/ ? judge_wget(mark[2], substr(mark[3], 5), body) : judge(mark[2], mark[3] + 0, body)
  body = ""; next
}
length(body) < 8000 { body = body $0 "\n" }
END {
  count = split(ENVIRON["kuma_numbers"], numbers, " ")
  if (curl_said == "") curl_said = "the server could not be asked"
  for (i = 1; i <= count; i++) {
    n = numbers[i]
    if (!(n in verdict) || verdict[n] == "") verdict[n] = (curl_said ~ /^[(](35|51|58|60|66|77|80|83|90|91)[)]/ ? "final " : "retry ") curl_said
    gsub(/[\001-\037\177]/, " ", verdict[n])
    print n " " substr(verdict[n], 1, 400)
  }
}
