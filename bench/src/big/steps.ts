import { fileURLToPath } from "node:url";
import { connect, sessionTokenAuth } from "@kumakit/client";
import { runCommand } from "@kumakit/testkit";
import type { BigServer } from "./big-server.ts";

/** The steps of a script on a big server: times in ms, from inside its process. */
export interface Steps {
  readonly logIn: number;
  readonly list: number;
  readonly create: number;
  readonly createMany: number;
  /** The most memory that the process had resident until the list and all heartbeats were there, in bytes. */
  readonly memory: number;
  /** Each call that was made until one monitor was created, the log-in apart. */
  readonly calls: readonly string[];
}

/** A step that takes time. */
export type TimedStep = "logIn" | "list" | "create" | "createMany";

const script = fileURLToPath(new URL("measured-steps.js", import.meta.url));

/** The middle one of some values. */
export function middle(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Runs a program that takes the session token on standard input and prints its steps. */
export async function runSteps(
  argv: readonly [string, ...string[]],
  { token }: Pick<BigServer, "token">,
): Promise<Steps> {
  const env = { PATH: process.env["PATH"] ?? "" };
  const { code, stdout, stderr } = await runCommand(argv, { env, input: token, timeout: 1_200_000 });
  if (code !== 0) throw new Error(`${argv.join(" ")} ended with code ${code}: ${stderr}`);
  return JSON.parse(stdout) as Steps;
}

/** Who does the steps; those with states keep the heartbeats of each monitor, too. */
export type StepsKind = "raw" | "raw-states" | "client" | "client-states";

/** Does all steps with bare socket.io-client, or with the client; the last step with so many monitors. */
export function ownSteps(kind: StepsKind, server: BigServer, bulk: number): Promise<Steps> {
  return runSteps([process.execPath, script, kind, server.url, String(server.monitors), String(bulk)], server);
}

/** Deletes all that was made besides what the server was filled with. */
export async function removeMade({ url, token }: BigServer): Promise<void> {
  await using client = await connect({ url, auth: sessionTokenAuth(token) });
  const made = (await client.monitors.list()).filter(({ name }) => !name.startsWith("seeded "));
  for (let start = 0; start < made.length; start += 8)
    await Promise.all(made.slice(start, start + 8).map(({ id }) => client.monitors.delete(id)));
}
