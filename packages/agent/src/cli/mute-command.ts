import { dirname, join, resolve } from "node:path";
import { didYouMean, printable } from "@kumakit/text";
import { heartbeatName } from "../agent/monitored-check-options.ts";
import type { AgentSettings } from "../config/agent-config.ts";
import { loadAgentSettings } from "../config/load-agent-config.ts";
import { changeMutes } from "../mute/change-mutes.ts";
import { isInForce, type Mute } from "../mute/mute.ts";
import { readMutes } from "../mute/mutes-file.ts";
import { isoTime } from "../service/iso-time.ts";
import type { MuteReport } from "../service/mute-report.ts";
import { isCalled } from "./called-check.ts";
import type { CliSurroundings } from "./cli-surroundings.ts";
import { muteArguments, type MuteArguments } from "./mute-arguments.ts";
import { UsageError } from "./usage.ts";

/** The checks that were named, by the names of the config. */
interface Chosen {
  readonly checks: readonly string[];
  readonly unknown: readonly string[];
  readonly known: readonly string[];
}

/** The mutes as they are to be, and the checks whose mute changes. */
interface Next {
  readonly mutes: readonly Mute[];
  readonly changed: readonly string[];
}

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
  const chosen = chosenOf(await loadAgentSettings(configFile), words.names);
  const [unknown] = chosen.unknown;
  if (unknown !== undefined && !words.json) throw unknownCheck(unknown, chosen.known);
  const now = Date.now();
  const before = (await readMutes(dirname(configFile))).filter((mute) => isInForce(mute, now));
  const next = unknown === undefined ? nextOf(before, chosen, { words, now }) : { mutes: before, changed: [] };
  const isRunning =
    words.dryRun ||
    next.changed.length === 0 ||
    (await changeMutes({ ...placeOf(words, call), configFile, mutes: next.mutes, checks: next.changed }));
  const report = reportOf(next, chosen, isRunning);
  if (words.json) surroundings.stdout(`${JSON.stringify(report)}\n`);
  else say(report, words, surroundings);
  return unknown === undefined ? 0 : 1;
}

function chosenOf({ checks, heartbeat }: AgentSettings, names: readonly string[] | undefined): Chosen {
  const known = [...checks.map(({ name }) => name), ...(heartbeat === undefined ? [] : [heartbeatName])];
  if (names === undefined) return { checks: known, unknown: [], known };
  const isMeant = (name: string, given: string): boolean =>
    name === given || checks.some((check) => check.name === name && isCalled(check, given));
  return {
    checks: known.filter((name) => names.some((given) => isMeant(name, given))),
    unknown: names.filter((given) => !known.some((name) => isMeant(name, given))),
    known,
  };
}

function nextOf(
  before: readonly Mute[],
  { checks }: Chosen,
  { words: { mute, names }, now }: { readonly words: MuteArguments; readonly now: number },
): Next {
  const others = before.filter(({ check }) => !checks.includes(check));
  if (mute !== undefined) {
    const { ms, reason } = mute;
    const added = checks.map((check) => ({ check, since: now, until: now + ms, reason }));
    return { mutes: [...others, ...added], changed: checks };
  }
  // Of all, those of checks that are gone by now go as well.
  const mutes = names === undefined ? [] : others;
  return { mutes, changed: before.filter((one) => !mutes.includes(one)).map(({ check }) => check) };
}

function placeOf({ statusFile }: MuteArguments, { surroundings: { environment } }: MuteCall) {
  const uid = process.getuid?.() ?? 0;
  const runtime = uid === 0 ? "/run" : (environment["XDG_RUNTIME_DIR"] ?? `/run/user/${uid}`);
  return { environment, statusFile: statusFile ?? join(runtime, "kuma-agent/status.json") };
}

function reportOf({ mutes, changed }: Next, { unknown, known }: Chosen, isRunning: boolean): MuteReport {
  const shown = mutes.map(({ check, until, reason }) => ({ check, until: isoTime(until), reason }));
  return { changed: [...changed], mutes: shown, isRunning, unknownNames: [...unknown], knownNames: [...known] };
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
