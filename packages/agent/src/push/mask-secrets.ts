const mask = "***";

// name=value and "name": "value" whose name says that the value is nobody's business.
const namedSecret =
  /\b((?:[\w-]*[_-])?(?:password|passwd|pwd|passphrase|secret[_-]?key|secret|token|api[_-]?key|apikey|access[_-]?key|private[_-]?key|credentials?))("?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s&,;"']+)/gi;
const authorization = /\b((?:proxy-)?authorization\s*[=:]\s*"?)((?:basic|bearer|digest|token)\s+)?[^\s",]+/gi;
const bearer = /\b(bearer\s+)[A-Za-z0-9._~+/=-]{8,}/gi;
const urlCredentials = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi;
const pushPath = /(\/api\/push\/)[^\s/?#&"']+/g;
const webToken = /\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g;
const commandLinePassword = /(\s--?(?:password|passwd|pass|token|secret|api-key)[=\s])("[^"]*"|'[^']*'|\S+)/gi;

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
  return masked
    .replace(pushPath, `$1${mask}`)
    .replace(urlCredentials, `$1${mask}@`)
    .replace(authorization, `$1$2${mask}`)
    .replace(bearer, `$1${mask}`)
    .replace(webToken, mask)
    .replace(commandLinePassword, `$1${mask}`)
    .replace(namedSecret, `$1$2${mask}`);
}
