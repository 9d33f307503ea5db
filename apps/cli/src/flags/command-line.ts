/** Global flags that may stand before the command, and whether a value follows. */
const GLOBAL_FLAGS: Readonly<Record<string, boolean>> = {
  "--json": false,
  "--debug": false,
  "--no-color": false,
  "--no-input": false,
  "--quiet": false,
  "-q": false,
  "--server": true,
  "--profile": true,
  "--timeout": true,
  "--output": true,
  "-o": true,
  "--template": true,
};

/** Moves global flags that stand before the command behind it, where oclif looks for them: `kuma --json monitor list`. */
export function hoistGlobalFlags(argv: readonly string[]): string[] {
  let count = 0;
  for (let word = argv[count]; word !== undefined && Object.hasOwn(GLOBAL_FLAGS, nameOf(word)); word = argv[count])
    count += GLOBAL_FLAGS[nameOf(word)] === true && !word.includes("=") ? 2 : 1;
  const rest = argv.slice(count);
  if (rest.length === 0 || rest[0]?.startsWith("-") === true) return [...rest, ...argv.slice(0, count)];
  return withFlags(rest, argv.slice(0, count));
}

/** Whether errors are to be JSON, also when the command line cannot be parsed. */
export function wantsJson(argv: readonly string[]): boolean {
  return hasSwitch(argv, "--json") || /(?:^|\n)(?:--output[\n=]|-o[\n=]?)json(?:\n|$)/.test(ownWords(argv).join("\n"));
}

/** Whether stacks are to be shown, also when the command line cannot be parsed. */
export function wantsDebug(argv: readonly string[]): boolean {
  return hasSwitch(argv, "--debug") || process.env["KUMA_DEBUG"] === "1";
}

function hasSwitch(argv: readonly string[], name: string): boolean {
  return ownWords(argv).includes(name);
}

/** The words with flags behind those that are `kuma`'s own. */
export function withFlags(argv: readonly string[], flags: readonly string[]): string[] {
  const own = ownWords(argv);
  return [...own, ...flags, ...argv.slice(own.length)];
}

/** The words before `--`; those behind it belong to another program. */
export function ownWords(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf("--");
  return end === -1 ? argv : argv.slice(0, end);
}

function nameOf(word: string): string {
  return word.split("=", 1)[0] ?? word;
}

/**
 * The words that belong to no flag, in their order. The parser's own list puts a word that stands twice, or is the value of a
 * flag too, at its first place: `check_load -w 5 -c 5` would lose its sense.
 */
export function wordsInOrder(raw: readonly { readonly type: "arg" | "flag"; readonly input: string }[]): string[] {
  return raw.flatMap(({ type, input }) => (type === "arg" ? [input] : []));
}
