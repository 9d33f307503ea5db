import {
  findFlag,
  flagsOf,
  type DescribedArg,
  type DescribedCommand,
  type DescribedFlag,
  type ReadWords,
} from "./read-words.ts";

/** A word that may come next. */
export interface Candidate {
  readonly text: string;
  /** One line about it, for the shells that show one. */
  readonly description?: string | undefined;
}

/** Words that are looked up: those that only this person's servers and settings know, and long lists. */
export type NameSource =
  | "apiKeys"
  | "dockerHostIds"
  | "dockerHosts"
  | "events"
  | "groups"
  | "maintenances"
  | "monitors"
  | "notifications"
  | "pages"
  | "profiles"
  | "providers"
  | "proxies"
  | "proxyIds"
  | "servers"
  | "tags";

/** The possible next words: words that are known, names that must be looked up, or a file. */
export type Completion =
  | { readonly kind: "words"; readonly candidates: readonly Candidate[] }
  | { readonly kind: "names"; readonly source: NameSource; readonly prefix: string }
  | { readonly kind: "files" };

/** Nothing is known about what comes next. */
const NOTHING: Completion = { kind: "words", candidates: [] };

/** Which names an argument or the value of a flag is one of, by what it is called. */
const NAMES: Readonly<Record<string, NameSource>> = {
  "docker-host": "dockerHostIds",
  event: "events",
  group: "groups",
  in: "notifications",
  maintenance: "maintenances",
  monitor: "monitors",
  page: "pages",
  "proxy-id": "proxyIds",
  "remove-tag": "tags",
  tag: "tags",
  notification: "notifications",
  notify: "notifications",
  profile: "profiles",
  server: "servers",
  url: "servers",
};

/** The same by the noun of the command: where commands differ by it alone, or a name means something else there. */
const NAMES_OF_NOUNS: Readonly<Record<string, Readonly<Record<string, NameSource | null>>>> = {
  "api-key": { reference: "apiKeys" },
  "docker-host": { reference: "dockerHosts" },
  group: { reference: "groups" },
  maintenance: { reference: "maintenances" },
  notification: { type: "providers" },
  proxy: { reference: "proxies", url: null },
  "status-page": { reference: "pages" },
  tag: { reference: "tags" },
};

/**
 * The candidates for the next word.
 *
 * @param current - the word that is being typed; what comes back need not begin with it
 */
export function completeWords(read: ReadWords, current: string, commands: readonly DescribedCommand[]): Completion {
  if (read.waiting !== undefined) return valueOf(read.waiting, "", read.path);
  if (!read.isAfterDashes && current.startsWith("-")) return completeFlag(read, current, commands);
  const { command, path, positionals } = read;
  const next = positionals.length === 0 ? nextWords(path, commands) : [];
  const arg = command === undefined ? undefined : argAt(command, positionals.length);
  // The argument of help is a command, word by word.
  if (arg?.name === "command") return words([...next, ...nextWords(positionals, commands)]);
  if (next.length > 0 || arg === undefined) return words(next);
  return valueOf(arg, "", path);
}

function completeFlag(read: ReadWords, current: string, commands: readonly DescribedCommand[]): Completion {
  const flags = flagsOf(read.path, commands);
  const equals = current.indexOf("=");
  if (equals !== -1) {
    const flag = findFlag(current, flags);
    return flag?.type === "option" ? valueOf(flag, current.slice(0, equals + 1), read.path) : NOTHING;
  }
  const free = flags.filter(({ name, multiple }) => multiple === true || !read.given.has(name));
  return words(free.map(({ name, summary }) => ({ text: `--${name}`, description: summary })));
}

function valueOf(
  { name, options, ...rest }: DescribedFlag | DescribedArg,
  prefix: string,
  [noun = ""]: readonly string[],
): Completion {
  if (options !== undefined) return words(options.map((option) => ({ text: prefix + option })));
  if ("helpValue" in rest && rest.helpValue === "FILE") return { kind: "files" };
  const ofNoun = NAMES_OF_NOUNS[noun]?.[name];
  const source = ofNoun === undefined ? NAMES[name] : ofNoun;
  return source === undefined || source === null ? NOTHING : { kind: "names", source, prefix };
}

function argAt({ args, strict }: DescribedCommand, position: number): DescribedArg | undefined {
  const all = Object.values(args);
  return all[position] ?? (strict === false ? all.at(-1) : undefined);
}

function nextWords(path: readonly string[], commands: readonly DescribedCommand[]): readonly Candidate[] {
  const found = new Map<string, Candidate>();
  for (const { id, summary } of commands) {
    const parts = id.split(":");
    const text = parts[path.length];
    if (text === undefined || path.some((word, index) => word !== parts[index])) continue;
    if (parts.length === path.length + 1) found.set(text, { text, description: summary });
    else if (!found.has(text)) found.set(text, { text });
  }
  return [...found.values()];
}

function words(candidates: readonly Candidate[]): Completion {
  return { kind: "words", candidates };
}
