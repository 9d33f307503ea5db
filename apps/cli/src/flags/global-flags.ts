import * as Flags from "@oclif/core/flags";

import type { DataForm } from "../output/data-forms.ts";
import { normaliseServerUrl } from "../server-url.ts";
import { durationFlag } from "./time-flags.ts";

const helpGroup = "GLOBAL";

/** The flags that every command has, and that mean the same everywhere. */
export const globalFlags = {
  json: Flags.boolean({ default: false, summary: "Print one JSON value and nothing else.", helpGroup }),
  output: Flags.string({
    char: "o",
    summary: "Print the result as data: as JSON, as YAML, or only the names in it.",
    options: ["json", "yaml", "name"],
    exclusive: ["json", "template"],
    helpGroup,
  }),
  template: Flags.string({
    summary: "Print each thing of the result by this Mustache template, such as '{{id}} {{name}}'.",
    helpValue: "TEXT",
    exclusive: ["json"],
    helpGroup,
  }),
  server: Flags.string({
    summary: "Use this server instead of the one of the profile in use, or logged in to last.",
    helpValue: "URL",
    helpGroup,
    parse: async (text) => normaliseServerUrl(text),
  }),
  profile: Flags.string({
    summary: "Use the server of this profile.",
    helpValue: "NAME",
    helpGroup,
    exclusive: ["server"],
  }),
  timeout: durationFlag({
    name: "timeout",
    summary: "Wait at most this long for each answer of the server, such as 30s or 1m.",
    helpGroup,
  }),
  debug: Flags.boolean({
    default: false,
    summary: "Show the messages to the server, without secrets, on stderr.",
    helpGroup,
  }),
  "no-color": Flags.boolean({ default: false, summary: "Print without colours.", helpGroup }),
  "no-input": Flags.boolean({ default: false, summary: "Never ask; fail where an answer would be needed.", helpGroup }),
  quiet: Flags.boolean({
    default: false,
    char: "q",
    summary: "Print only what a script needs, such as an id.",
    helpGroup,
  }),
};

/** The same for a command whose output is a person's or another program's: its help leaves out the flags that shape data. */
export const globalFlagsWithoutData: typeof globalFlags = {
  ...globalFlags,
  json: { ...globalFlags.json, hidden: true },
  output: { ...globalFlags.output, hidden: true },
  template: { ...globalFlags.template, hidden: true },
  quiet: { ...globalFlags.quiet, hidden: true },
};

/** The values of the global flags, as the base class reads them. */
export interface GlobalFlagValues {
  /** How the data of the result is printed; undefined for the text for people. */
  readonly form: DataForm | undefined;
  /** Whether a program reads the whole of stdout, so that nothing else is said. */
  readonly asData: boolean;
  /** Normalised, or undefined when not given. */
  readonly server: string | undefined;
  /** The name of a profile, or undefined when not given. */
  readonly profile: string | undefined;
  /** ms, or undefined when not given. */
  readonly timeout: number | undefined;
  readonly debug: boolean;
  readonly noInput: boolean;
  readonly quiet: boolean;
}

/** Reads the global flags out of what oclif has parsed. */
export function readGlobalFlags(flags: Readonly<Record<string, unknown>>): GlobalFlagValues {
  const { server, profile, timeout } = flags;
  const form = formOf(flags);
  return {
    form,
    asData: form !== undefined && form.kind !== "name",
    server: typeof server === "string" ? server : undefined,
    profile: typeof profile === "string" ? profile : undefined,
    timeout: typeof timeout === "number" ? timeout : undefined,
    debug: flags["debug"] === true,
    noInput: flags["no-input"] === true,
    quiet: flags["quiet"] === true || form?.kind === "name",
  };
}

function formOf({ json, output, template }: Readonly<Record<string, unknown>>): DataForm | undefined {
  if (typeof template === "string") return { kind: "template", template };
  if (json === true || output === "json") return { kind: "json" };
  return output === "yaml" || output === "name" ? { kind: output } : undefined;
}
