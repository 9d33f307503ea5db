import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { manifestSchema, type DescribedCommand } from "./command-page.ts";
import { escaped } from "./host-packages/man-page.ts";
import { app, loadBuilt } from "./load-built.ts";

type Flag = DescribedCommand["flags"][string];

/** A flag that so many commands have, with the same words, is described once. */
const sharedBy = 3;

/** The tables that the page ends with. */
export interface ManTables {
  readonly exitCodes: readonly { readonly code: number; readonly meaning: string }[];
  /** The meaning of each variable. */
  readonly environment: Readonly<Record<string, string>>;
  readonly summary: string;
}

const tablesSchema = z.object({
  EXIT_CODE_TABLE: z.array(z.object({ code: z.number(), meaning: z.string() })),
  ENVIRONMENT: z.record(z.string(), z.looseObject({ doc: z.string() })),
  FOREIGN_ENVIRONMENT: z.record(z.string(), z.string()),
});

/** The manual page of `kuma`, from the manifest that its help is made from. */
export async function kumaManPages(): Promise<ReadonlyMap<string, string>> {
  const { commands } = manifestSchema.parse(JSON.parse(readFileSync(join(app, "oclif.manifest.json"), "utf8")));
  const { description } = z
    .object({ description: z.string() })
    .parse(JSON.parse(readFileSync(join(app, "package.json"), "utf8")));
  const built = tablesSchema.parse(await loadBuilt("dist/contract/published.js"));
  const own = Object.entries(built.ENVIRONMENT).map(([name, { doc }]) => [name, doc] as const);
  const environment = Object.fromEntries([...own, ...Object.entries(built.FOREIGN_ENVIRONMENT)]);
  const summary = description.replace(/^kuma: /, "").replace(/\.$/, "");
  const tables = { exitCodes: built.EXIT_CODE_TABLE, environment, summary };
  return new Map([["apps/cli/man/kuma.1", kumaManPage(Object.values(commands), tables)]]);
}

/** The page in roff, with the macros of man(7). */
export function kumaManPage(all: readonly DescribedCommand[], tables: ManTables): string {
  const commands = all.filter(({ hidden }) => hidden !== true).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const shared = sharedFlags(commands);
  const global = Object.values(commands[0]?.flags ?? {}).filter(isGlobal);
  const ofMany = [...shared.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const lines = [
    `.TH KUMA 1 "" "kumakit" "User Commands"`,
    ".SH NAME",
    `kuma \\- ${escaped(tables.summary)}`,
    ".SH SYNOPSIS",
    ".B kuma",
    escaped("COMMAND [ARGUMENT...] [FLAG...]"),
    ".SH DESCRIPTION",
    "Each command prints its result on stdout, and all else on stderr.",
    "A command that changes something takes \\-\\-dry\\-run; one that takes something away asks first.",
    ".B kuma login URL",
    "is the first step.",
    ".B kuma help COMMAND",
    "says more of a command, with more examples.",
    ".SH COMMANDS",
    ...commands.flatMap((command) => commandLines(command, shared)),
    ".SH SHARED FLAGS",
    ...ofMany.flatMap(flagLines),
    ".SH GLOBAL FLAGS",
    ...global.flatMap(flagLines),
    ".SH EXIT STATUS",
    ...tables.exitCodes.flatMap(({ code, meaning }) => definition(String(code), meaning)),
    ".SH ENVIRONMENT",
    ...Object.entries(tables.environment).flatMap(([name, doc]) => definition(name, doc)),
    ".SH FILES",
    ...definition("~/.config/kuma", "Sessions and profiles, for their owner alone."),
    ...definition("~/.cache/kuma", "Names for completion in the shell."),
    ".SH SEE ALSO",
    ".BR kuma\\-agent (1),",
    ".UR https://github.com/kumakit/kumakit",
    "the documentation",
    ".UE",
  ];
  return `${lines.join("\n")}\n`;
}

/** The flags that many commands have, by what stands in their lines. */
function sharedFlags(commands: readonly DescribedCommand[]): ReadonlyMap<string, Flag> {
  const seen = new Map<string, Flag[]>();
  for (const flag of commands.flatMap(ownFlags)) {
    const key = flagLines(flag).join("\n");
    seen.set(key, [...(seen.get(key) ?? []), flag]);
  }
  const common = [...seen].filter(([, flags]) => flags.length >= sharedBy);
  return new Map(common.flatMap(([key, [flag]]) => (flag === undefined ? [] : [[key, flag] as const])));
}

/** The lines that somebody needs to type a command. Its help says more: the package has little room. */
function commandLines(command: DescribedCommand, shared: ReadonlyMap<string, Flag>): readonly string[] {
  const { id, summary = "", examples, strict } = command;
  const args = Object.values(command.args);
  const more = strict === false ? "..." : "";
  const words = args.map(({ name, required }) => {
    const word = `${name.toUpperCase()}${more}`;
    return required === true ? word : `[${word}]`;
  });
  const flags = ownFlags(command);
  const named = flags.filter((flag) => shared.has(flagLines(flag).join("\n"))).map(({ name }) => `--${name}`);
  const [example = ""] = examples.map((one) => (typeof one === "string" ? one : one.command));
  return [
    `.SS ${escaped(["kuma", ...id.split(":"), ...words].join(" "))}`,
    escaped(summary),
    ...args.flatMap(({ name, description: about }) => definition(name.toUpperCase(), about ?? "")),
    ...flags.filter((flag) => !shared.has(flagLines(flag).join("\n"))).flatMap(flagLines),
    ...(named.length === 0 ? [] : [".PP", escaped(`Shared flags: ${named.join(", ")}.`)]),
    ".PP",
    ".nf",
    ...filledIn(example, id).split("\n").map(escaped),
    ".fi",
  ];
}

function ownFlags({ flags }: DescribedCommand): readonly Flag[] {
  return Object.values(flags).filter((flag) => flag.hidden !== true && !isGlobal(flag));
}

function isGlobal({ helpGroup }: Flag): boolean {
  return helpGroup === "GLOBAL";
}

function flagLines(flag: Flag): readonly string[] {
  const { name, char, type, options, helpValue, allowNo, summary = "" } = flag;
  const long = allowNo === true ? `--[no-]${name}` : `--${name}`;
  const value = type === "option" ? ` ${String(helpValue ?? name.toUpperCase())}` : "";
  const choices = options === undefined ? "" : ` One of: ${options.join(", ")}.`;
  return definition(`${char === undefined ? "" : `-${char}, `}${long}${value}`, `${summary}${choices}`);
}

function definition(term: string, text: string): readonly string[] {
  return [".TP", `.B ${escaped(term)}`, escaped(text)];
}

function filledIn(example: string, id: string): string {
  return example.replaceAll("<%= config.bin %>", "kuma").replaceAll("<%= command.id %>", id.replaceAll(":", " "));
}
