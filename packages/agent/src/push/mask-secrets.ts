const mask = "***";

const secretName =
  "[\\w-]{0,40}?(?:password|passwd|pwd|passphrase|secret[_-]?key|secret|token|api[_-]?key|apikey|access[_-]?key|private[_-]?key|session[_-]?id|credentials?)";

// In quotes, with whatever is escaped in them, also when the closing one is cut off; else up to the next space or &.
const value = String.raw`(?:\\*"(?:[^"\\]|\\.)*(?:"|\\?$)|\\*'(?:[^'\\]|\\.)*(?:'|\\?$)|[^\s&]+)`;

const scheme = "(?:basic|bearer|digest|token|negotiate|ntlm|apikey)";

// A text may pass here twice; what was masked must not take the quote behind it along the second time.
const notMasked = String.raw`(?!\*\*\*(?:["'\s,;)\]}]|$))`;

/** Ways in which secrets stand in texts, and what is put in their place. */
const rules: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[^]*?(?:-----END [A-Z0-9 ]{0,40}-----|$)/g, mask],
  [/(\/api\/push\/)[^\s/?#&"']+/g, `$1${mask}`],
  [/(\/\/hooks\.slack\.com\/|\/api\/webhooks\/)[^\s?#"']+/gi, `$1${mask}`],
  // A password may hold a slash or an @; a port and a path after it do not make one.
  [/\b([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/:@]*:(?!\d{1,5}\/)\S{0,300}@/gi, `$1${mask}@`],
  [/\b([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/]{1,300}@/gi, `$1${mask}@`],
  // All parameters of a digest go with it.
  [
    new RegExp(
      String.raw`\b((?:proxy-)?authorization["']?\s{0,8}[=:]\s{0,8}["']?)(?!${scheme}\s)${notMasked}\S+`,
      "gi",
    ),
    `$1${mask}`,
  ],
  [
    new RegExp(
      String.raw`\b((?:proxy-)?authorization["']?\s{0,8}[=:]\s{0,8}["']?${scheme}\s{1,8})${notMasked}(?:[\w-]{1,40}="[^"]*"|[^\s,]+)(?:,\s{0,8}[\w-]+=(?:"[^"]*"|[^\s,]+))*`,
      "gi",
    ),
    `$1${mask}`,
  ],
  [new RegExp(String.raw`\b((?:set-)?cookie["']?:\s{0,8})${notMasked}[^\s;]+(?:;\s{0,8}[^\s;]+)*`, "gi"), `$1${mask}`],
  [/\b(bearer\s+)[A-Za-z0-9._~+/=-]{8,}/gi, `$1${mask}`],
  [/\beyJ[A-Za-z0-9_-]{5,2000}\.[A-Za-z0-9_-]+\.?[A-Za-z0-9_-]*/g, mask],
  // What some services' own keys look like: Uptime Kuma, GitHub, GitLab, Slack, Stripe, npm, AWS, Google, SendGrid, Vault,
  // Telegram.
  [
    /\b(?:uk\d+_[\w-]{16,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[a-z]-[\w-]{10,}|[sr]k_(?:live|test)_\w{10,}|npm_\w{30,}|AKIA[A-Z0-9]{16}|AIza[\w-]{35,}|SG\.[\w-]{16,}\.[\w-]{16,}|hv[sbr]\.[\w-]{20,}|\d{8,10}:[\w-]{35})/g,
    mask,
  ],
  // As in the address of a chat's webhook.
  [new RegExp(String.raw`([?&](?:key|sig|signature)=)${notMasked}[^\s&#"']{8,}`, "gi"), `$1${mask}`],
  [/(\s(?:-u|--user)[=\s]\s{0,8}[^\s:]{1,200}:)(?!\*\*\*)\S+/gi, `$1${mask}`],
  [
    new RegExp(
      String.raw`(\s--?(?:password|passwd|pass|token|secret|api-key)(?:\s*=\s*|\s+))${notMasked}${value}`,
      "gi",
    ),
    `$1${mask}`,
  ],
  [
    new RegExp(String.raw`\b(${secretName})(\\*["']?\s{0,8}(?:=>|:=|[=:])\s{0,8})${notMasked}${value}`, "gi"),
    `$1$2${mask}`,
  ],
];

/**
 * Takes secrets out of a text that leaves the host.
 *
 * @param text - as a program or the journal wrote it
 * @param known - secrets that are known, as push tokens; wherever they stand they go
 */
export function maskSecrets(text: string, known: readonly string[]): string {
  let masked = text;
  for (const secret of known) {
    // Shorter ones would tear holes into ordinary words.
    if (secret.length >= 4) masked = masked.replaceAll(secret, mask);
  }
  for (const [pattern, replacement] of rules) masked = masked.replace(pattern, replacement);
  return masked;
}
