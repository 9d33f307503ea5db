import { parseArgs } from "node:util";
import { maskSecrets, parseDuration } from "@kumakit/text";
import { lengthProblem, reasonProblem } from "../mute/mute.ts";
import { UsageError } from "./usage.ts";

/** The arguments of `kuma-agent mute` and `kuma-agent unmute`. */
export interface MuteArguments {
  readonly configFile: string | undefined;
  readonly statusFile: string | undefined;
  /** The names of checks, or of their units; undefined for all. */
  readonly names: readonly string[] | undefined;
  /** How long, in ms, and why; undefined to end the mute. */
  readonly mute: { readonly ms: number; readonly reason: string } | undefined;
  readonly json: boolean;
  readonly dryRun: boolean;
}

const common = {
  config: { type: "string" },
  "status-file": { type: "string" },
  all: { type: "boolean" },
  json: { type: "boolean" },
  "dry-run": { type: "boolean" },
} as const;

const options = {
  mute: { ...common, for: { type: "string" }, reason: { type: "string" } },
  unmute: common,
} as const;

function parse(verb: "mute" | "unmute", argv: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: options[verb] });
    return { values: values as ReturnType<typeof parseArgs<{ options: typeof options.mute }>>["values"], positionals };
  } catch (error) {
    throw new UsageError((error as Error).message.split(/\.\s/)[0], { cause: error });
  }
}

function muteOf(length: string | undefined, reason: string): MuteArguments["mute"] {
  if (length === undefined) throw new UsageError("--for TIME is missing: how long, such as 30m");
  const ms = parseDuration(length);
  const wrongLength = lengthProblem(ms);
  if (ms === undefined || wrongLength !== undefined) throw new UsageError(`--for ${wrongLength}`);
  const wrongReason = reasonProblem(reason);
  if (wrongReason !== undefined) throw new UsageError(`--reason ${wrongReason}`);
  return { ms: Math.round(ms), reason: maskSecrets(reason.trim()) };
}

/**
 * Reads the words after `kuma-agent mute` or `unmute`.
 *
 * @throws UsageError when they are wrong
 */
export function muteArguments(verb: "mute" | "unmute", argv: readonly string[]): MuteArguments {
  const { values, positionals } = parse(verb, argv);
  const { all = false, json = false, "dry-run": dryRun = false, reason = "" } = values;
  if (all === positionals.length > 0)
    throw new UsageError(all ? "--all and names exclude each other" : "which checks? Name them, or give --all");
  return {
    configFile: values.config,
    statusFile: values["status-file"],
    names: all ? undefined : positionals,
    mute: verb === "mute" ? muteOf(values.for, reason) : undefined,
    json,
    dryRun,
  };
}
