import { basename, resolve } from "node:path";
import { parseArgs } from "node:util";
import { durationSetting } from "../config/settings/duration-setting.ts";
import { plainText } from "../config/settings/text-settings.ts";
import { serverUrl } from "../config/settings/server-url.ts";
import type { JobOptions, OverlapRule } from "../job/run-job.ts";
import { isCredential } from "../files/secret-file.ts";
import { UsageError } from "./usage.ts";

/** The arguments of `kuma-agent exec`. */
export interface ExecArguments extends Pick<
  JobOptions,
  "command" | "name" | "id" | "overlap" | "timeoutMs" | "killAfterMs" | "warnAfterMs" | "retryForMs" | "outputLines"
> {
  readonly tokenFile: string;
  readonly server: string | undefined;
  readonly configFile: string | undefined;
  readonly stateFolder: string | undefined;
  readonly tellStart: boolean;
  readonly strict: boolean;
}

const text = { type: "string" } as const;
const options = {
  "token-file": text,
  server: text,
  config: text,
  name: text,
  overlap: text,
  timeout: text,
  "kill-after": text,
  "warn-after": text,
  "retry-for": text,
  "output-lines": text,
  "state-folder": text,
  "tell-start": { type: "boolean" },
  strict: { type: "boolean" },
} as const;

/** The longest time that a timer of Node holds, in seconds. */
const longest = 2_147_483;

function duration(flag: string, given: string | undefined, min = 0): number | undefined {
  if (given === undefined) return undefined;
  const parsed = durationSetting({ min, max: longest }).safeParse(given);
  if (!parsed.success) throw new UsageError(`--${flag} ${parsed.error.issues[0]?.message ?? "is wrong"}`);
  return parsed.data * 1000;
}

const overlapRules: readonly string[] = ["fail", "skip", "run"] satisfies readonly OverlapRule[];

function overlapRule(given: string | undefined): OverlapRule | undefined {
  if (given === undefined || overlapRules.includes(given)) return given as OverlapRule | undefined;
  throw new UsageError(`--overlap must be one of ${overlapRules.join(", ")}`);
}

function lineCount(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (/^\d{1,2}$/.test(given)) return Number(given);
  throw new UsageError("--output-lines must be a number from 0 to 99");
}

function serverOf(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const parsed = serverUrl.safeParse(given);
  if (parsed.success) return given;
  throw new UsageError(`--server ${parsed.error.issues[0]?.message ?? "is wrong"}`);
}

function nameOf(given: string | undefined, program: string): string {
  if (given === undefined)
    return basename(program)
      .replace(/\p{Cc}/gu, "?")
      .slice(0, 150);
  const parsed = plainText(150).safeParse(given);
  if (parsed.success) return given;
  throw new UsageError(`--name ${parsed.error.issues[0]?.message ?? "is wrong"}`);
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError((error as Error).message.split(/\.\s/)[0], { cause: error });
  }
}

function defined<T extends object>(values: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

/**
 * Reads the words after `kuma-agent exec`.
 *
 * @throws UsageError when they are wrong
 */
export function execArguments(argv: readonly string[]): ExecArguments {
  const end = argv.indexOf("--");
  const values = parse(end === -1 ? argv : argv.slice(0, end));
  const [program, ...args] = end === -1 ? [] : argv.slice(end + 1);
  if (program === undefined || program === "") throw new UsageError("the job is missing: kuma-agent exec … -- COMMAND");
  const { "token-file": tokenFile, server, config, strict = false, "tell-start": tellStart = false } = values;
  if (tokenFile === undefined || tokenFile === "") throw new UsageError("--token-file FILE is missing");
  if (server !== undefined && config !== undefined) throw new UsageError("--server and --config exclude each other");
  const name = nameOf(values.name, program);
  const place = isCredential(tokenFile) ? tokenFile : resolve(tokenFile);
  return {
    command: [program, ...args],
    name,
    id: JSON.stringify([name, place]),
    tokenFile,
    server: serverOf(server),
    configFile: config,
    stateFolder: values["state-folder"],
    strict,
    tellStart,
    ...defined({
      overlap: overlapRule(values.overlap),
      timeoutMs: duration("timeout", values.timeout, 0.001),
      killAfterMs: duration("kill-after", values["kill-after"]),
      warnAfterMs: duration("warn-after", values["warn-after"], 0.001),
      retryForMs: duration("retry-for", values["retry-for"]),
      outputLines: lineCount(values["output-lines"]),
    }),
  };
}
