import { knownForms } from "./known-forms.ts";
import { maskRules, type MaskRule } from "./mask-rules.ts";

const mask = "***";

/** A text may pass here twice: the mask of the first time must not take along what stands behind it the second time. */
const masked = /\*\*\*(?:["' \t\r\n,;)\]}@\\]|$)/y;

const blanks = /[ \t\r\n]*/y;
const opening = /\\*["']/y;
// With whatever is escaped in them, also when the closing quote is cut off.
const quoted: Readonly<Record<string, RegExp>> = { '"': /(?:[^"\\]|\\.)*\\?/sy, "'": /(?:[^'\\]|\\.)*\\?/sy };
const bare = /[^ \t\r\n&]+/y;

interface Rule extends Pick<MaskRule, "isExact" | "isWhole" | "keepsLast"> {
  readonly head: RegExp;
  readonly secret: RegExp | undefined;
  readonly notAfter: RegExp | undefined;
  readonly except: RegExp | undefined;
  readonly within: RegExp | undefined;
}

function pattern(source: string | undefined, flags: string): RegExp | undefined {
  return source === undefined ? undefined : new RegExp(source, flags);
}

const rules: readonly Rule[] = maskRules.map(({ head, secret, notAfter, except, within, ...how }) => ({
  ...how,
  head: new RegExp(head, "gs"),
  secret: pattern(secret, "sy"),
  notAfter: pattern(notAfter, ""),
  except: pattern(except, "sy"),
  within: pattern(within, ""),
}));

/** Where a pattern that is anchored ends; -1 where it does not fit. */
function endOf(anchored: RegExp, text: string, at: number): number {
  anchored.lastIndex = at;
  return anchored.test(text) ? anchored.lastIndex : -1;
}

/** Small letters for A to Z alone: of other letters the small ones may be longer. */
function lower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

type Span = readonly [start: number, end: number];

function valueAt(text: string, at: number): Span | undefined {
  const afterBlanks = endOf(blanks, text, at);
  const afterQuote = endOf(opening, text, afterBlanks);
  const start = afterQuote === -1 ? afterBlanks : afterQuote;
  if (endOf(masked, text, start) !== -1) return undefined;
  const end = endOf(afterQuote === -1 ? bare : (quoted[text.charAt(start - 1)] ?? bare), text, start);
  return end > start ? [start, end] : undefined;
}

function secretAt(text: string, at: number, { secret, except }: Rule): Span | undefined {
  if (except !== undefined && endOf(except, text, at) !== -1) return undefined;
  if (secret === undefined) return valueAt(text, at);
  if (endOf(masked, text, at) !== -1) return undefined;
  const end = endOf(secret, text, at);
  return end === -1 ? undefined : [at, end];
}

function applied(rule: Rule, text: string, small: string): string {
  const seen = rule.isExact === true ? text : small;
  let result = "";
  let from = 0;
  rule.head.lastIndex = 0;
  for (let found = rule.head.exec(seen); found !== null; found = rule.head.exec(seen)) {
    if (found.index > 0 && rule.notAfter?.test(seen.charAt(found.index - 1)) === true) {
      rule.head.lastIndex = found.index + 1;
      continue;
    }
    const span = secretAt(seen, rule.head.lastIndex, rule);
    if (span === undefined) continue;
    result += text.slice(from, rule.isWhole === true ? found.index : span[0]) + mask;
    from = rule.keepsLast === true ? span[1] - 1 : span[1];
    rule.head.lastIndex = span[1];
  }
  return from === 0 ? text : result + text.slice(from);
}

function withoutKnown(text: string, known: readonly string[]): string {
  let [result, small] = [text, lower(text)];
  for (const form of known.flatMap(knownForms).sort((a, b) => b.length - a.length)) {
    if (!small.includes(form)) continue;
    const pieces: string[] = [];
    let from = 0;
    for (let at = small.indexOf(form); at !== -1; at = small.indexOf(form, from)) {
      pieces.push(result.slice(from, at));
      from = at + form.length;
    }
    result = [...pieces, result.slice(from)].join(mask);
    small = lower(result);
  }
  return result;
}

/**
 * Takes secrets out of a text that leaves the process, and puts `***` in their place: passwords, tokens and keys by the
 * words before them and by what services' keys look like. It takes time in proportion to the text.
 *
 * @param text - the text as a program, the journal or a server wrote it
 * @param known - secrets that are known, such as push tokens. They go wherever they stand, also in capitals, in a URL, in
 *   JSON and in base64; ones shorter than four characters are left, since they would tear holes into ordinary words
 */
export function maskSecrets(text: string, known: readonly string[] = []): string {
  let result = withoutKnown(text, known);
  let small = lower(result);
  for (const rule of rules) {
    if (rule.within?.test(small) === false) continue;
    const next = applied(rule, result, small);
    if (next !== result) [result, small] = [next, lower(next)];
  }
  return result;
}
