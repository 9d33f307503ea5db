/** A flag, as the manifest describes it. */
export interface DescribedFlag {
  readonly name: string;
  readonly type: "boolean" | "option";
  readonly summary?: string;
  readonly char?: string;
  readonly helpValue?: string;
  readonly helpGroup?: string;
  readonly options?: readonly string[];
  readonly multiple?: boolean;
}

/** An argument, as the manifest describes it. */
export interface DescribedArg {
  readonly name: string;
  readonly options?: readonly string[];
}

/** A command, as the manifest describes it. */
export interface DescribedCommand {
  readonly id: string;
  readonly summary?: string;
  readonly strict?: boolean;
  readonly flags: Readonly<Record<string, DescribedFlag>>;
  readonly args: Readonly<Record<string, DescribedArg>>;
}

/** The meaning of the words before the cursor. */
export interface ReadWords {
  /** The words of a topic or command, such as `monitor`, `show`. */
  readonly path: readonly string[];
  /** The command, once its words are whole. */
  readonly command: DescribedCommand | undefined;
  readonly positionals: readonly string[];
  /** The values of flags that were given, by name; "" for switches. */
  readonly given: ReadonlyMap<string, string>;
  /** The flag whose value comes next. */
  readonly waiting: DescribedFlag | undefined;
  /** After `--` nothing is a flag. */
  readonly isAfterDashes: boolean;
}

/** Reads words as the parser would, as far as they go. */
export function readWords(words: readonly string[], commands: readonly DescribedCommand[]): ReadWords {
  const path: string[] = [];
  const positionals: string[] = [];
  const given = new Map<string, string>();
  let waiting: DescribedFlag | undefined;
  let isAfterDashes = false;
  for (const word of words) {
    if (waiting !== undefined) {
      given.set(waiting.name, word);
      waiting = undefined;
    } else if (isAfterDashes || !isFlag(word)) {
      (positionals.length === 0 && isBegin([...path, word], commands) ? path : positionals).push(word);
    } else if (word === "--") isAfterDashes = true;
    else {
      const flag = findFlag(word, flagsOf(path, commands));
      if (flag !== undefined) given.set(flag.name, word.split("=").slice(1).join("="));
      if (flag?.type === "option" && !word.includes("=")) waiting = flag;
    }
  }
  const command = commands.find(({ id }) => id === path.join(":"));
  return { path, command, positionals, given, waiting, isAfterDashes };
}

/** The flags that may stand behind these words: those of the command, or the global ones before it is known. */
export function flagsOf(path: readonly string[], commands: readonly DescribedCommand[]): readonly DescribedFlag[] {
  const command = commands.find(({ id }) => id === path.join(":"));
  if (command !== undefined) return Object.values(command.flags);
  return Object.values(commands[0]?.flags ?? {}).filter(({ helpGroup }) => helpGroup === "GLOBAL");
}

/** The flag that a word such as `--type=push` or `-q` names. */
export function findFlag(word: string, flags: readonly DescribedFlag[]): DescribedFlag | undefined {
  const name = word.split("=", 1)[0];
  return flags.find((flag) => `--${flag.name}` === name || (flag.char !== undefined && `-${flag.char}` === name));
}

function isFlag(word: string): boolean {
  return word.startsWith("-") && word !== "-";
}

function isBegin(path: readonly string[], commands: readonly DescribedCommand[]): boolean {
  const id = path.join(":");
  return commands.some((command) => command.id === id || command.id.startsWith(`${id}:`));
}
