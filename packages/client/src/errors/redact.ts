import { maskSecrets, plainLine } from "@kumakit/text";

const mask = "***";
const longestMessage = 2_000;

/** A push token of Uptime Kuma 2, and what else is long and of letters and digits; the server's texts hold no such names. */
const longWord = /\b(?=[a-z\d]{0,63}\d)(?=[a-z\d]{0,63}[a-z])[a-z\d]{32,64}\b/gi;

const table = /[`"[]?\w{1,64}[`"\]]?/.source;
const sqlStart = new RegExp(
  [
    String.raw`\b(?:insert|replace)\s+into\s+${table}\s*(?:\(|default|values|select)`,
    String.raw`\bdelete\s+from\s+${table}\s+where\b`,
    String.raw`\bupdate\s+${table}\s+set\b`,
    String.raw`\bselect\s+(?:\*|[^*]{1,300}?)\s+from\s+(?:[\`"[]|.{1,200}?\bwhere\b)`,
    String.raw`\b(?:alter|create|drop)\s+(?:table|index)\b`,
  ].join("|"),
  "i",
);
const databaseReason = / - ((?:SQLITE|ER)_[A-Z_]+: [^`]{1,300})$/;

/** The server puts whole SQL statements with their values into its answers; only the database's own reason is kept. */
function withoutSql(text: string): string {
  const start = text.search(sqlStart);
  if (start === -1) return text;
  const reason = databaseReason.exec(text)?.[1]?.replaceAll(/'[^']*'/g, `'${mask}'`);
  return `${text.slice(0, start).trim()} the database refused it${reason === undefined ? "" : ` (${reason})`}`.trim();
}

/**
 * Takes the secrets out of a text that came from outside: session tokens, API keys, push tokens, passwords in URLs,
 * SQL statements, and every one of `secrets`. Control characters become blanks, marks of direction go, and the text is cut to 2,000 characters.
 *
 * @param text - The text as the server or the network gave it.
 * @param secrets - Values that must not appear; ones shorter than four characters are left out, since masking them would
 *   say more than it hides.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  const oneLine = plainLine(text.slice(0, longestMessage * 2));
  const masked = maskSecrets(withoutSql(oneLine), secrets).replaceAll(longWord, mask);
  return masked.length > longestMessage ? `${masked.slice(0, longestMessage)}…` : masked;
}

const harmlessKeys = new Set(["name", "type", "description"]);

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/**
 * The values of a provider's settings or a monitor that must not show up in an error: every text in it that is not plainly harmless.
 * The server repeats them in its messages: a webhook's address is its secret.
 *
 * @param config - The settings.
 */
export function secretsOf(config: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(config)
    .filter(([key]) => !harmlessKeys.has(key))
    .flatMap(([, value]) => textsIn(value))
    .filter((text) => text.length >= 8);
}

function codeOf(error: Error): string | undefined {
  const code: unknown = Reflect.get(error, "code");
  return typeof code === "string" ? code : undefined;
}

/**
 * Makes the cause of an error fit to be printed: a plain error with masked text. Errors of the network layer drag whole
 * requests along, with headers and cookies, so nothing but name, message, code and the first cause is taken over.
 *
 * @param cause - Whatever was caught.
 * @param secrets - Values that must not appear.
 */
export function withoutSecrets(cause: unknown, secrets: readonly string[] = []): Error | undefined {
  if (cause === undefined || cause === null) return undefined;
  if (!(cause instanceof Error))
    return new Error(redact(typeof cause === "string" ? cause : "unknown reason", secrets));
  const code = codeOf(cause);
  const clean = new Error(redact(cause.message, secrets), { cause: withoutSecrets(cause.cause, secrets) });
  clean.name = cause.name;
  if (clean.cause === undefined) delete clean.cause;
  delete clean.stack;
  return code === undefined ? clean : Object.assign(clean, { code });
}
