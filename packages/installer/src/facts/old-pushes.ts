import { assignment, type CronLine, type CronPlace, type CronText } from "./cron-lines.ts";
import { completeUnitName } from "./unit-name.ts";

/** A line of a crontab, or of a script that one runs, which reports to an Uptime Kuma by itself. */
export interface FoundPush {
  /** Its path. */
  readonly file: string;
  /** Its number, from 1 on. */
  readonly line: number;
  /** The server's URL, without the token; empty when it cannot be read from there. */
  readonly server: string;
  /** The unit whose state it reports, with its suffix; undefined when it reports no unit, or several, or that cannot be read from there. */
  readonly unit?: string;
  /** The job of a crontab that does only this; undefined where none does. An agent that watches the unit can take its place. */
  readonly job?: CronPlace;
  /** Whether it reports with a push token, which is secret. */
  readonly pushesWith: (token: string) => boolean;
}

/** A job of a crontab that reports to no Uptime Kuma. */
export interface FoundJob {
  /** The path of the crontab. */
  readonly file: string;
  /** Its number, from 1 on. */
  readonly line: number;
  /** When it runs, such as `0 3 * * *` or `@daily`. */
  readonly schedule: string;
  /** The name of its program, without arguments, which may be secret. */
  readonly program: string;
}

/** The reports of some text, and the units that it asks systemd for. */
interface Reports {
  readonly pushes: readonly { readonly line: number; readonly server: string; readonly token: string }[];
  readonly unit: string | undefined;
}

/** Finds the reports in jobs of cron and in scripts. A script that several jobs run is found once, without a job. */
export function oldPushes(jobs: readonly CronLine[], scripts: readonly CronText[]): readonly FoundPush[] {
  const inJobs = jobs.flatMap((job): readonly FoundPush[] => {
    const reports = reportsIn(job.command.replaceAll(/;|&&|\|\|/g, "\n"), job.settings);
    const isAlone = reports.pushes.length === 1 && scriptsOf(job, scripts).length === 0;
    return reports.pushes.map(({ server, token }) =>
      pushOf({ ...job, server, token }, reports, isAlone ? job : undefined),
    );
  });
  const inScripts = scripts.flatMap((script): readonly FoundPush[] => {
    const reports = reportsIn(script.text);
    const [job, ...more] = jobs.filter((one) => scriptsOf(one, scripts).includes(script));
    const isAlone =
      reports.pushes.length === 1 &&
      more.length === 0 &&
      job !== undefined &&
      scriptsOf(job, scripts).length === 1 &&
      !job.command.includes("/api/push/");
    return reports.pushes.map((push) => pushOf({ ...push, file: script.file }, reports, isAlone ? job : undefined));
  });
  return [...inJobs, ...inScripts];
}

/** The jobs that report to nobody. */
export function silentJobs(jobs: readonly CronLine[], scripts: readonly CronText[]): readonly FoundJob[] {
  return jobs
    .filter((job) => !job.command.includes("/api/push/") && scriptsOf(job, scripts).length === 0)
    .filter(({ command }) => !/\bkuma(?:-agent)?\b/.test(command))
    .map(({ file, line, schedule, command }) => ({ file, line, schedule, program: programOf(command) }));
}

interface Pushed {
  readonly file: string;
  readonly line: number;
  readonly server: string;
  readonly token: string;
}

function pushOf({ file, line, server, token: own }: Pushed, { unit }: Reports, job: CronLine | undefined): FoundPush {
  const place = job && { file: job.file, line: job.line, sha256: job.sha256 };
  return {
    file,
    line,
    server,
    ...(unit === undefined ? {} : { unit }),
    ...(place === undefined ? {} : { job: place }),
    // A function, so that no output of a whole inventory shows it.
    pushesWith: (token) => own !== "" && own === token,
  };
}

function scriptsOf({ command }: CronLine, scripts: readonly CronText[]): readonly CronText[] {
  const paths = new Set(command.match(/\/[A-Za-z0-9_./-]+/g));
  return scripts.filter(({ file }) => paths.has(file));
}

function reportsIn(text: string, settings = ""): Reports {
  const variables = variablesIn(`${settings}\n${text}`);
  const lines = text.split("\n").map((line) => (/^\s*#/.test(line) ? "" : filledIn(line, variables)));
  const pushes = new Map<string, Reports["pushes"][number]>();
  for (const [index, content] of lines.entries()) {
    if (!content.includes("/api/push/") || isOnlyAssignment(content)) continue;
    const push = { line: index + 1, ...targetOf(content) };
    // A script says UP in one line and DOWN in another.
    const key = `${push.server} ${push.token}`;
    if (!pushes.has(key)) pushes.set(key, push);
  }
  const asked = lines.flatMap((line) => [...line.matchAll(question)].map(([, unit = ""]) => unitCalled(unit)));
  const [unit, ...others] = new Set(asked);
  return { pushes: [...pushes.values()], unit: others.length === 0 ? unit : undefined };
}

/** The server, without a user and a password, and the token, as far as they can be read. */
function targetOf(line: string): Pick<Pushed, "server" | "token"> {
  const [, scheme = "", rest = "$"] = /(https?:\/\/)(?:[^\s"'/@]*@)?([^\s"'@]*)\/api\/push\//.exec(line) ?? [];
  const [, token = ""] = /\/api\/push\/([A-Za-z0-9_-]+)/.exec(line) ?? [];
  return { server: rest.includes("$") ? "" : `${scheme}${rest}`, token };
}

function isOnlyAssignment(line: string): boolean {
  const [, , value = ""] = assignment.exec(line) ?? [];
  return /^(?:"[^"]*"|'[^']*'|[^\s;"']+)\s*;?\s*(?:#.*)?$/.test(value);
}

const question = /\bsystemctl\s+(?:-\S+\s+)*(?:is-active|is-failed|status)\s+(?:-\S+\s+)*["']?([A-Za-z0-9:_.\\@-]+)/g;

/** Undefined for a name that no unit has. */
function unitCalled(name: string): string | undefined {
  try {
    return completeUnitName(name);
  } catch {
    return undefined;
  }
}

/** The variables that a text sets, as far as they are plain: the last value of each. */
function variablesIn(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [, name, value = ""] = assignment.exec(line) ?? [];
    if (name === undefined) continue;
    const [, double, single, bare] = /^(?:"([^"]*)"|'([^']*)'|([^\s;#"']*))/.exec(value) ?? [];
    found.set(name, single ?? filledIn(double ?? bare ?? "", found));
  }
  return found;
}

/** A text with the variables that are known filled in. */
function filledIn(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$(?:\{\w+(?::?-[^}]*)?\}|\w+)/g, (whole) => {
    const [, name = "", other] = /^\$\{?(\w+)(?::?-([^}]*))?/.exec(whole) ?? [];
    return variables.get(name) ?? other ?? whole;
  });
}

/** Words that come before a program, and those of the shell itself. */
const wrappers = new Set([
  "nice",
  "ionice",
  "sudo",
  "env",
  "sh",
  "bash",
  "dash",
  "flock",
  "timeout",
  "chronic",
  "exec",
]);
const shellWords = new Set(["cd", "test", "[", "[[", "true", "export", "if", "then", "sleep", "umask", ".", "source"]);

/** The first program of a command, without its folder and its arguments. */
function programOf(command: string): string {
  for (const part of command.split(/;|&&|\|\|/)) {
    const words = part.trim().split(/\s+/);
    const isBefore = (word: string): boolean => wrappers.has(word) || /^(?:-.*|\d+|\w+=.*)$/.test(word);
    const program = words.find((word) => !isBefore(word))?.replace(/^.*\//, "") ?? "";
    if (/^[\w.-]+$/.test(program) && !shellWords.has(program)) return program;
  }
  return "a shell command";
}
