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

/** Words that only this person's servers and settings know. */
export type NameSource = "monitors" | "groups" | "notifications" | "profiles" | "servers";

/** The possible next words: words that are known, names that must be looked up, or a file. */
export type Completion =
  | { readonly kind: "words"; readonly candidates: readonly Candidate[] }
  | { readonly kind: "names"; readonly source: NameSource; readonly prefix: string }
  | { readonly kind: "files" };

/** Nothing is known about what comes next. */
const NOTHING: Completion = { kind: "words", candidates: [] };

/** Which names an argument or the value of a flag is one of, by what it is called. */
const NAMES: Readonly<Record<string, NameSource>> = {
  monitor: "monitors",
  group: "groups",
  notification: "notifications",
  notify: "notifications",
  profile: "profiles",
  server: "servers",
  url: "servers",
};

/**
 * The candidates for the next word.
 *
 * @param current - the word that is being typed; what comes back need not begin with it
 */
export function completeWords(read: ReadWords, current: string, commands: readonly DescribedCommand[]): Completion {
  if (read.waiting !== undefined) return valueOf(read.waiting, "");
  if (!read.isAfterDashes && current.startsWith("-")) return completeFlag(read, current, commands);
  const { command, path, positionals } = read;
  const next = positionals.length === 0 ? nextWords(path, commands) : [];
  const arg = command === undefined ? undefined : argAt(command, positionals.length);
  // The argument of help is a command, word by word.
  if (arg?.name === "command") return words([...next, ...nextWords(positionals, commands)]);
  if (next.length > 0 || arg === undefined) return words(next);
  return valueOf(arg, "");
}

function completeFlag(read: ReadWords, current: string, commands: readonly DescribedCommand[]): Completion {
  const flags = flagsOf(read.path, commands);
  const equals = current.indexOf("=");
  if (equals !== -1) {
    const flag = findFlag(current, flags);
    return flag?.type === "option" ? valueOf(flag, current.slice(0, equals + 1)) : NOTHING;
  }
  const free = flags.filter(({ name, multiple }) => multiple === true || !read.given.has(name));
  return words(free.map(({ name, summary }) => ({ text: `--${name}`, description: summary })));
}

function valueOf({ name, options, ...rest }: DescribedFlag | DescribedArg, prefix: string): Completion {
  if (options !== undefined) return words(options.map((option) => ({ text: prefix + option })));
  if ("helpValue" in rest && rest.helpValue === "FILE") return { kind: "files" };
  const source = NAMES[name];
  return source === undefined ? NOTHING : { kind: "names", source, prefix };
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
