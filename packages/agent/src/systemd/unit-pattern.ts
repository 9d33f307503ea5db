/** One place of a pattern: any text, any one character, or a character of a set. */
type Token = "any-text" | ((character: string) => boolean);

function setToken(inside: string): Token {
  const isNegated = inside.startsWith("!");
  const set = isNegated ? inside.slice(1) : inside;
  const characters = new Set<string>();
  const ranges: (readonly [string, string])[] = [];
  for (let index = 0; index < set.length; index += 1) {
    const [first = "", dash, last] = set.slice(index, index + 3);
    if (dash === "-" && last !== undefined) {
      ranges.push([first, last]);
      index += 2;
    } else characters.add(first);
  }
  return (character) =>
    (characters.has(character) || ranges.some(([from, to]) => character >= from && character <= to)) !== isNegated;
}

function tokensOf(pattern: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern[index];
    const end = character === "[" ? pattern.indexOf("]", index + 2) : -1;
    if (character === "*") tokens.push("any-text");
    else if (character === "?") tokens.push(() => true);
    else if (end === -1) tokens.push((other) => other === character);
    else {
      tokens.push(setToken(pattern.slice(index + 1, end)));
      index = end;
    }
  }
  return tokens;
}

function matchesTokens(name: string, tokens: readonly Token[]): boolean {
  let at = 0;
  let token = 0;
  let lastStar = -1;
  let afterStar = 0;
  while (at < name.length) {
    const wanted = tokens[token];
    if (wanted === "any-text") {
      lastStar = token;
      afterStar = at;
      token += 1;
    } else if (wanted?.(name.charAt(at)) === true) {
      token += 1;
      at += 1;
    } else {
      if (lastStar === -1) return false;
      // The last star takes one more character; those before it need not be tried again.
      afterStar += 1;
      at = afterStar;
      token = lastStar + 1;
    }
  }
  return tokens.slice(token).every((rest) => rest === "any-text");
}

/** Whether a unit's name is a pattern: `*`, `?` and `[…]` occur in no name. */
export function isUnitPattern(name: string): boolean {
  return /[*?[]/.test(name);
}

/**
 * Makes a matcher of a pattern, by the rules that systemd has for them: `fnmatch(3)` without escapes, so that a
 * backslash is a backslash. It takes time in proportion to both lengths at most.
 *
 * @param pattern - as `app@*.service`; a plain name matches itself
 */
export function unitPatternMatcher(pattern: string): (name: string) => boolean {
  const tokens = tokensOf(pattern);
  return (name) => matchesTokens(name, tokens);
}

/** Asks for all loaded units of a kind, whatever their names are. */
export interface UnitQuery {
  /** Names or patterns, as `app@*.service`; any unit when there is none. */
  readonly patterns: readonly string[];
  /** The states that are wanted, as `failed`; any when there is none. */
  readonly states: readonly string[];
}

/** Makes a test of a name out of the patterns of a query. */
export function nameMatcher(patterns: readonly string[]): (name: string) => boolean {
  const matchers = patterns.map((pattern) => unitPatternMatcher(pattern));
  return (name) => matchers.length === 0 || matchers.some((matches) => matches(name));
}
