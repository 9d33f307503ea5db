import { maskSecretsAsAwk, shellWord } from "@kumakit/text";
import type { AgentConfig } from "../config/agent-config.ts";
import { judgeData } from "./judge-data.ts";
import { ScriptConfigError } from "./script-config-error.ts";
import { scriptParts } from "./script-parts.ts";
import { scriptProblems, type ScriptScheduler } from "./script-problems.ts";
import { pushOnlySettings, scriptSettings } from "./script-settings.ts";

/** The target of a script. */
export interface FormatScriptOptions {
  /** What the file names in the config are relative to; absolute. */
  readonly folder: string;
  /** What starts it; a `timer` of systemd by default. */
  readonly scheduler?: ScriptScheduler;
  /**
   * With `cron`: the folder, absolute, in which it remembers, logs, and says how its checks are. It is that of the user
   * that cron runs it as.
   * @defaultValue a folder of the user's, without a log
   */
  readonly keptFolder?: string;
}

/** The folder in which a script that systemd's events wake remembers, and finds what has woken it. */
export const eventsFolder = "/run/kuma-agent";

type PartName = keyof typeof scriptParts;

/** The files of the awk program of each round. */
export const judgeParts = [
  "texts.awk",
  "mutes.awk",
  "state.awk",
  "runs.awk",
  "unit.awk",
  "command.awk",
  "round.awk",
] as const satisfies readonly PartName[];

const shellParts = ["push.sh", "commands.sh"] as const satisfies readonly PartName[];

function textOf(names: readonly PartName[]): string {
  return names.map((name) => scriptParts[name]).join("\n");
}

/** The awk program of each round, with the rules that mask secrets. */
export function judgeProgram(): string {
  return `${textOf(judgeParts)}\n${maskSecretsAsAwk()}`;
}

/** The awk program that writes the status file, where there is one. */
export function publishProgram(): string {
  return textOf(["mutes.awk", "publish.awk"]);
}

function assignment(variable: string, value: string): string {
  return `${variable}=${shellWord(value)}\n`;
}

/**
 * Writes the POSIX shell script that does one round of what the config asks for: it needs systemctl, awk, and curl or
 * GNU wget, and leaves nothing running. It holds no push tokens, but the values of `server.headers`: keep it from other
 * users. The same input always gives the same text.
 *
 * @param config - as it was parsed
 * @param options - where its files are, and what starts the script
 * @throws {@link ScriptConfigError} when the config asks for something that needs the agent
 */
export function formatScript(config: AgentConfig, options: FormatScriptOptions): string {
  const { folder, scheduler = "timer", keptFolder = "" } = options;
  const problems = scriptProblems(config, scheduler);
  if (problems.length > 0) throw new ScriptConfigError(problems);
  const hasEvents = scheduler === "events";
  const publishes = hasEvents || keptFolder !== "";
  return [
    scriptParts["head.sh"] + scriptParts["surroundings.sh"],
    `# --- From the config\n\n${scriptSettings(config, folder)}`,
    "# --- The same for every config\n",
    [
      ...Object.entries(judgeData).map(([name, value]) => assignment(name, value)),
      assignment("awk_judge", judgeProgram()),
      assignment("awk_replies", scriptParts["replies.awk"]),
      assignment("awk_status", scriptParts["status.awk"]),
      assignment("events", hasEvents ? eventsFolder : ""),
      assignment("kept", keptFolder),
      ...(publishes ? [assignment("awk_publish", publishProgram())] : []),
    ].join(""),
    textOf([
      ...shellParts,
      ...(publishes ? (["publish.sh"] as const) : []),
      ...(hasEvents ? (["events.sh"] as const) : []),
      ...(keptFolder === "" ? [] : (["kept.sh"] as const)),
      "program.sh",
    ]),
  ].join("\n");
}

/** Another script that pushes. */
export interface PushScript {
  /** The first lines: the interpreter, and what it is for. */
  readonly head: string;
  /** Its own variables. */
  readonly settings: Readonly<Record<string, string | number>>;
  /** The work, with the functions of `push.sh` at hand. */
  readonly body: string;
  /** What the file names in the config are relative to; absolute. */
  readonly folder: string;
}

/** A separate POSIX shell script that pushes as that of {@link formatScript} does, whatever the checks of the config are. */
export function formatPushScript(config: AgentConfig, { head, settings, body, folder }: PushScript): string {
  return [
    head + scriptParts["surroundings.sh"],
    pushOnlySettings(config, folder, settings),
    assignment("awk_replies", scriptParts["replies.awk"]),
    scriptParts["push.sh"],
    body,
  ].join("\n");
}
