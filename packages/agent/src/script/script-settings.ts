import { posix } from "node:path";
import { shellWord } from "@kumakit/text";
import { createHash } from "node:crypto";
import type { CheckSettings } from "../checks/registry.ts";
import { completeConfig, type AgentConfig, type AgentSettings } from "../config/agent-config.ts";
import { pushPeriodSeconds } from "../push-period.ts";
import { isCredential } from "../files/secret-file.ts";
import { unitPropertyNames } from "../systemd/unit-properties.ts";
import { otherMachineText } from "../agent/other-machine.ts";
import { changeTimeoutMs } from "../push/push-queue.ts";

/** The seconds between two rounds: short enough for every monitor. */
export function scriptPeriodSeconds({ checks, heartbeat }: Pick<AgentConfig, "checks" | "heartbeat">): number {
  const intervals = [...checks, ...(heartbeat === undefined ? [] : [heartbeat])].map(({ interval }) => interval);
  return pushPeriodSeconds(Math.min(...intervals));
}

function unitsIn(config: AgentSettings, scope: "system" | "user"): string {
  const units = config.checks.flatMap((check) =>
    check.type === "systemd" && check.scope === scope ? [check.unit] : [],
  );
  return [...new Set(units)].join(" ");
}

/** One line of the table: number, type, scope, unit or program, seconds of patience, token file, name; of a program what a warning is; of a oneshot its longest run in s. */
function row(cells: readonly (string | number)[]): string {
  return cells.join("\t");
}

/** A path, or as it is the name of a credential, which systemd says only to the running script where it lies. */
function tokenPlace(file: string, folder: string): string {
  return isCredential(file) ? file : posix.resolve(folder, file);
}

function checkRow(check: CheckSettings, number: number, folder: string): string {
  const end = [tokenPlace(check.tokenFile, folder), check.name];
  if (check.type === "command") {
    return row([number, "command", "-", posix.basename(check.command[0]), check.timeout, ...end, check.warning]);
  }
  if (check.type !== "systemd") throw new TypeError(`no check of a shell script: ${check.type}`);
  const limit = check.maxRuntime === undefined ? [] : ["-", check.maxRuntime];
  return row([number, "systemd", check.scope, check.unit, check.downAfter, ...end, ...limit]);
}

function table({ checks, heartbeat }: AgentSettings, folder: string): string {
  const rows = checks.map((check, index) => checkRow(check, index + 1, folder));
  const own =
    heartbeat &&
    row([rows.length + 1, "heartbeat", "-", "-", 0, tokenPlace(heartbeat.tokenFile, folder), "kuma-agent"]);
  return [...rows, ...(own === undefined ? [] : [own])].map((line) => `${line}\n`).join("");
}

/** A text within double quotes in a config file of curl. */
function curlText(text: string): string {
  return `"${text
    .replaceAll("\\", "\\\\")
    .replaceAll('"', String.raw`\"`)
    .replaceAll("\t", String.raw`\t`)}"`;
}

function curlSettings({ headers, caFile, insecure, proxy }: AgentSettings["server"], folder: string): string {
  return [
    "globoff",
    "silent",
    "show-error",
    `user-agent = "kuma-agent"`,
    `header = "Accept: application/json"`,
    ...Object.entries(headers).map(
      ([name, value]) => `header = ${curlText(value === "" ? `${name};` : `${name}: ${value}`)}`,
    ),
    ...(caFile === undefined ? [] : [`cacert = ${curlText(posix.resolve(folder, caFile))}`]),
    ...(insecure ? ["insecure"] : []),
    ...(proxy === undefined ? [] : [`proxy = ${curlText(proxy.url)}`, `noproxy = ""`]),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

function wgetSettings({ headers, caFile, insecure, proxy }: AgentSettings["server"], folder: string): string {
  return [
    "save_headers = on",
    "content_on_error = on",
    "tries = 1",
    "max_redirect = 0",
    "hsts = off",
    // Else a refused request is sent again with another encoding.
    "iri = off",
    "user_agent = kuma-agent",
    "header = Accept: application/json",
    ...Object.entries(headers).map(([name, value]) => `header = ${name}: ${value}`),
    ...(caFile === undefined ? [] : [`ca_certificate = ${posix.resolve(folder, caFile)}`]),
    ...(insecure ? ["check_certificate = off"] : []),
    ...(proxy === undefined
      ? []
      : ["use_proxy = on", `http_proxy = ${proxy.url}`, `https_proxy = ${proxy.url}`, "no_proxy ="]),
  ].join("\n");
}

/** Runs a program in a subshell, so that its variables and its folder are the program's alone. */
function programRun({ command, timeout, environment, workingDirectory }: CheckSettings<"command">): string {
  const run = `become ${timeout} ${command.map(shellWord).join(" ")}`;
  const variables = Object.entries(environment).map(([name, value]) => `export ${name}=${shellWord(value)}; `);
  const absent = shellWord(`there is no directory ${workingDirectory} to work in`);
  const folder =
    workingDirectory === undefined ? "" : `cd ${shellWord(workingDirectory)} || { echo ${absent}; exit 3; }; `;
  return folder === "" && variables.length === 0 ? run : `(${folder}${variables.join("")}${run})`;
}

function programs(config: AgentSettings): string {
  const cases = config.checks.flatMap((check, index) =>
    check.type === "command" ? [`    ${index + 1}) ${programRun(check)} ;;\n`] : [],
  );
  return `run_program() {\n  case $1 in\n${cases.join("")}    *) return 127 ;;\n  esac\n}\n`;
}

/** The settings of every push. */
function pushSettings({ server }: AgentSettings, folder: string): Readonly<Record<string, string | number>> {
  const url = new URL(server.url);
  return {
    config_folder: folder,
    other_machine: `${otherMachineText}: /etc/machine-id`,
    base: `${url.origin}${url.pathname.replace(/\/+$/, "")}/api/push/`,
    change_time: changeTimeoutMs / 1000,
    secrets: Object.values(server.headers).join("\n"),
    curl_settings: curlSettings(server, folder),
    wget_settings: wgetSettings(server, folder),
  };
}

function assignments(settings: Readonly<Record<string, string | number>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${shellWord(String(value))}\n`)
    .join("");
}

/**
 * The assignments of a script that only pushes.
 *
 * @param more - its own settings
 */
export function pushOnlySettings(
  written: AgentConfig,
  folder: string,
  more: Readonly<Record<string, string | number>>,
): string {
  return assignments({ ...pushSettings(completeConfig(written), folder), connect_time: 5, pause: 2, ...more });
}

/**
 * The part of the script that differs from config to config: assignments, each to a quoted text.
 *
 * @param written - one without {@link scriptProblems}
 * @param folder - what the file names in it are relative to, absolute
 */
export function scriptSettings(written: AgentConfig, folder: string): string {
  const config = completeConfig(written);
  const { host, bootGrace, plannedReboot } = config;
  const period = scriptPeriodSeconds(config);
  const fingerprint = createHash("sha256").update(JSON.stringify(written)).digest("hex");
  const commands = config.checks.flatMap((check, index) => (check.type === "command" ? [String(index + 1)] : []));
  const settings: Readonly<Record<string, string | number>> = {
    id: `kuma-agent-sh-${createHash("sha256").update(folder).digest("hex").slice(0, 8)}`,
    fingerprint: fingerprint.slice(0, 16),
    ...pushSettings(config, folder),
    host,
    period,
    longest: Math.max(3, Math.min(period - 2, 45)),
    pause: period < 20 ? 1 : 2,
    connect_time: Math.max(1, Math.min(5, Math.floor(period / 3))),
    steady_time: Math.max(2, Math.min(10, Math.floor(period / 3))),
    boot_grace: bootGrace,
    planned_reboot: plannedReboot,
    system_units: unitsIn(config, "system"),
    user_units: unitsIn(config, "user"),
    programs: commands.join(" "),
    properties: ["Names", ...unitPropertyNames].join(","),
  };
  const columns =
    "# number, type, whose systemd, unit or program, patience in s, file with the token, name, of a program what a warning is, of a oneshot its longest run in s; separated by tabs\n";
  return `${assignments(settings)}${columns}checks=${shellWord(table(config, folder))}\n${programs(config)}`;
}
