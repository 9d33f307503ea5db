import { printable } from "@kumakit/text";
import { AgentFileError } from "../files/agent-file-error.ts";
import { agentStatusSchema, type AgentStatus, type CheckStatus } from "../service/agent-status.ts";
import { readStatusFile } from "../service/read-status-file.ts";
import type { CliSurroundings } from "./cli-surroundings.ts";

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function readStatus(file: string): Promise<AgentStatus> {
  let text: string;
  try {
    text = await readStatusFile(file);
  } catch (error) {
    throw AgentFileError.from("the status of the agent (is it running?)", file, error);
  }
  const parsed = agentStatusSchema.safeParse(jsonIn(text));
  if (!parsed.success) throw new AgentFileError("the status file is of another program or version", file);
  return parsed.data;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function pushText(lastPush: CheckStatus["lastPush"]): string {
  if (lastPush === null) return "not pushed yet";
  return printable(
    lastPush.ok ? `pushed ${lastPush.at}` : `push failed ${lastPush.at}: ${lastPush.error ?? "no reason given"}`,
  );
}

function linesOf(check: CheckStatus, width: number): string {
  const { status, name, message, lastPush, secondLastPush } = check;
  const second = secondLastPush === undefined ? [] : [`         second server: ${pushText(secondLastPush)}`];
  const lines = [
    `${status.toUpperCase().padEnd(7)}  ${printable(name).padEnd(width)}  ${printable(message)}`,
    `         ${pushText(lastPush)}`,
  ];
  return `${[...lines, ...second].join("\n")}\n`;
}

/**
 * Prints what the running agent knows.
 *
 * @throws {@link AgentFileError} when no agent runs with this status file
 */
export async function statusCommand(
  { file, json }: { readonly file: string; readonly json: boolean },
  { stdout }: CliSurroundings,
): Promise<void> {
  const status = await readStatus(file);
  if (!isRunning(status.pid)) throw new AgentFileError("the agent that wrote the status does not run any more", file);
  if (json) {
    stdout(`${JSON.stringify(status, null, 2)}\n`);
    return;
  }
  const all = status.heartbeat === undefined ? status.checks : [...status.checks, status.heartbeat];
  const width = Math.max(...all.map(({ name }) => printable(name).length));
  stdout(all.map((check) => linesOf(check, width)).join(""));
  if (status.lastReload?.ok === false) {
    stdout(
      `The new config was refused ${status.lastReload.at}, the old one is in force:\n${status.lastReload.error}\n`,
    );
  }
}
