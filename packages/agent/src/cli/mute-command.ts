import { dirname, join, resolve } from "node:path";
import { didYouMean, printable } from "@kumakit/text";
import { loadAgentSettings } from "../config/load-agent-config.ts";
import { changeMutes } from "../mute/change-mutes.ts";
import { readMutes } from "../mute/mutes-file.ts";
import { nextMutes } from "../mute/next-mutes.ts";
import type { MuteReport } from "../service/mute-report.ts";
import type { CliSurroundings } from "./cli-surroundings.ts";
import { muteArguments, type MuteArguments } from "./mute-arguments.ts";
import { UsageError } from "./usage.ts";

/** The words of a command, and where it runs. */
interface MuteCall {
  readonly argv: readonly string[];
  readonly surroundings: CliSurroundings;
  readonly defaultConfigFile: () => string;
}

/**
 * Mutes checks of this host for a time, or ends that. The running agent takes it at once.
 *
 * @returns 0; 1 with `--json` for a name that no check has
 * @throws UsageError when the words are wrong, or name no check; AgentFileError when it cannot be done
 */
export async function muteCommand(verb: "mute" | "unmute", call: MuteCall): Promise<number> {
  const { argv, surroundings, defaultConfigFile } = call;
  const words = muteArguments(verb, argv);
  const configFile = resolve(words.configFile ?? defaultConfigFile());
  const settings = await loadAgentSettings(configFile);
  const written = await readMutes(dirname(configFile));
  const { mutes, report: outcome } = nextMutes(settings, written, { ...words, now: Date.now() });
  const [unknown] = outcome.unknownNames;
  if (unknown !== undefined && !words.json) throw unknownCheck(unknown, outcome.knownNames);
  const isRunning =
    words.dryRun ||
    outcome.changed.length === 0 ||
    (await changeMutes({ ...placeOf(words, call), configFile, mutes, checks: outcome.changed }));
  const report = { ...outcome, isRunning };
  if (words.json) surroundings.stdout(`${JSON.stringify(report)}\n`);
  else say(report, words, surroundings);
  return unknown === undefined ? 0 : 1;
}

function placeOf({ statusFile }: MuteArguments, { surroundings: { environment } }: MuteCall) {
  const uid = process.getuid?.() ?? 0;
  const runtime = uid === 0 ? "/run" : (environment["XDG_RUNTIME_DIR"] ?? `/run/user/${uid}`);
  return { environment, statusFile: statusFile ?? join(runtime, "kuma-agent/status.json") };
}

function say(
  { changed, mutes, isRunning }: MuteReport,
  { mute, dryRun }: MuteArguments,
  { stdout, stderr }: CliSurroundings,
): void {
  if (changed.length === 0) return stdout("Nothing to do: none of these checks is muted.\n");
  const names = printable(changed.join(", "));
  const until = mutes.find(({ check }) => check === changed[0])?.until ?? "";
  const begin =
    mute === undefined ? ["Would not be muted any more", "Not muted any more"] : ["Would be muted", "Muted"];
  stdout(`${begin[dryRun ? 0 : 1]}${mute === undefined ? "" : ` until ${until}`}: ${names}\n`);
  if (!isRunning) stderr("kuma-agent: no agent runs here as a service; the next one that starts takes it\n");
}

function unknownCheck(name: string, known: readonly string[]): UsageError {
  const names = printable(known.join(", "));
  return new UsageError(
    `no check is called ${printable(name)}.${printable(didYouMean(name, known))} There are ${names}`,
  );
}
