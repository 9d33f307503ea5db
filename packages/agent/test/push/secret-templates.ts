/** A generator of numbers that gives the same ones every time, so that a failure can be run again. */
export function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

/** A secret of so many characters. */
export function word(next: (below: number) => number, length: number): string {
  return Array.from({ length }, () => letters[next(letters.length)]).join("");
}

/** Ways in which programs show a secret. */
export const templates: readonly ((secret: string) => string)[] = [
  (s) => `password=${s}`,
  (s) => `PASSWORD: ${s}`,
  (s) => `db_password = "${s} with more"`,
  (s) => `{"user":"a","password":"${s}","x":1}`,
  (s) => `{"password":"a\\"${s}"}`,
  (s) => `msg="{\\"api_key\\":\\"${s}\\"}"`,
  (s) => `token='${s}`,
  (s) => `secret="unterminated ${s}`,
  (s) => `MYSQL_PWD=${s}`,
  (s) => `PGPASSWORD=${s} psql`,
  (s) => `{"accessToken":"${s}","clientSecret" : "${s}"}`,
  (s) => `sk_live_${s}`,
  (s) => `Authorization: Digest username="a b", response="${s} x", qop=auth`,
  (s) => `X-Api-Key: ${s}`,
  (s) => `client_secret=>${s}`,
  (s) => `postgres://app:${s}@db:5432/x`,
  (s) => `postgres://app:a@${s}@db/x`,
  (s) => `amqp://app:a/${s}@mq`,
  (s) => `https://${s}@github.com/a/b`,
  (s) => `GET /api/push/${s}?status=up HTTP/1.1`,
  (s) => `https://hooks.slack.com/services/T0/B0/${s}`,
  (s) => `https://discord.com/api/webhooks/12/${s}`,
  (s) => `Authorization: Bearer ${s}`,
  (s) => `authorization=${s}`,
  (s) => `Proxy-Authorization: Digest username="a", realm="b", response="${s}"`,
  (s) => `Cookie: a=1; session=${s}`,
  (s) => `using bearer ${s}`,
  (s) => `eyJhbGciOi.${s}.${s}`,
  (s) => `mysqldump --password=${s} db`,
  (s) => `tool --token ${s}`,
  (s) => `curl -u admin:${s} http://x`,
  (s) => `-----BEGIN RSA PRIVATE KEY-----\nMIIE${s}\n${s}\n-----END RSA PRIVATE KEY-----`,
  (s) => `-----BEGIN OPENSSH PRIVATE KEY----- cut off ${s}`,
  (s) => `ghp_${s}`,
  (s) => `glpat-${s}`,
  (s) => `uk12_${s}`,
  (s) => `AIza${s}${s}`,
  (s) => `SG.${s}.${s}`,
  (s) => `hvs.${s}`,
  (s) => `https://chat.example/v1/spaces/a/messages?key=${s}&token=${s}`,
  (s) => `/x?a=b&access_token=${s}&c=d`,
];

/** Texts that may stand around it. */
export const noise = [
  "connect failed",
  "\u001B[31m",
  "\u001B]8;;",
  "\u0000\u0007",
  "\u202E",
  "🐕👨‍👩‍👧",
  "\uD83D",
  "\uDC15",
  "日本語",
  " ",
  "\r\n",
  "===",
  "://",
  "&",
  "%00",
  "a:b@c",
  "x".repeat(700),
];
