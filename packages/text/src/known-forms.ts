const shortestSecret = 4;
/** Of shorter secrets too little stands in base64 to be sure. */
const shortestEncoded = 8;

/** The forms of a secret, in small letters; what was made once is kept, since an agent masks with the same tokens for months. */
const kept = new Map<string, readonly string[]>();
const mostKept = 1_000;

/**
 * The texts by which a known secret is found: itself, as in a URL, as in JSON, and in base64 wherever it begins in there.
 *
 * @param secret - one of at least four characters; a shorter one has no forms
 * @returns in small letters, as {@link maskSecrets} looks for them
 */
export function knownForms(secret: string): readonly string[] {
  if (secret.length < shortestSecret) return [];
  const before = kept.get(secret);
  if (before !== undefined) return before;
  if (kept.size >= mostKept) kept.clear();
  const encoded = secret.length < shortestEncoded ? [] : [0, 1, 2].map((offset) => inBase64(secret, offset));
  const forms = [secret, inUrl(secret), JSON.stringify(secret).slice(1, -1), ...encoded, ...encoded.map(urlSafe)];
  const small = [...new Set(forms.map((form) => form.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())))];
  kept.set(secret, small);
  return small;
}

function inUrl(secret: string): string {
  // Half a surrogate pair cannot be encoded.
  return encodeURIComponent(secret.replace(/\p{Cs}/gu, "\uFFFD"));
}

/** The characters of base64 that hang on the secret alone, when so many bytes (modulo three) stand before it. */
function inBase64(secret: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret, "utf8")]);
  return bytes.toString("base64").slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6));
}

function urlSafe(base64: string): string {
  return base64.replaceAll("+", "-").replaceAll("/", "_");
}
