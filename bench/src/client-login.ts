import { fileURLToPath } from "node:url";
import { connect, sessionTokenAuth } from "@kumakit/client";
import { runCommand } from "@kumakit/testkit";
import { startBenchServer, type BenchServer } from "./bench-server.ts";
import type { Benchmark } from "./benchmark.ts";

const script = fileURLToPath(new URL("measured-login.js", import.meta.url));

interface Login {
  /** ms */
  readonly time: number;
  /** Bytes at the most. */
  readonly memory: number;
}

async function logIn(kind: "raw" | "client", { url, token }: BenchServer): Promise<Login> {
  const env = { PATH: process.env["PATH"] ?? "" };
  const { code, stdout, stderr } = await runCommand([process.execPath, script, kind, url], { env, input: token });
  if (code !== 0) throw new Error(`the ${kind} log-in ended with code ${code}: ${stderr}`);
  return JSON.parse(stdout) as Login;
}

const middle = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;

async function compareLogins(note: (line: string) => void, figure: (login: Login) => number): Promise<number> {
  await using server = await startBenchServer(note);
  const count = server.isChosen ? 2_000 : 100;
  await using client = await connect({ url: server.url, auth: sessionTokenAuth(server.token) });
  const inputs = Array.from({ length: count }, (_, index) => ({
    type: "push" as const,
    name: `monitor ${index}`,
    active: false,
    notificationIds: [],
  }));
  await client.monitors.createMany(inputs);
  const [raw, measured]: [Login[], Login[]] = [[], []];
  for (let round = 0; round <= 10; round += 1) {
    const logins = [await logIn("raw", server), await logIn("client", server)] as const;
    if (round === 0) continue;
    raw.push(logins[0]);
    measured.push(logins[1]);
  }
  const show = (logins: readonly Login[]): string =>
    `${middle(logins.map(({ time }) => time)).toFixed(0)} ms, ${(middle(logins.map(({ memory }) => memory)) / 1_048_576).toFixed(0)} MB`;
  note(`${count} monitors: floor ${show(raw)}, measured ${show(measured)} (medians)`);
  return middle(measured.map(figure)) / middle(raw.map(figure));
}

/** How long a log-in takes where there are many monitors. */
export const clientLogin: Benchmark = {
  name: "client-login",
  summary: "log-in with 2,000 monitors (100 on the npm release) against bare socket.io-client that only parses",
  unit: "x",
  limit: 1.25,
  measure: (note) => compareLogins(note, ({ time }) => time),
};

/** How much memory it takes at the most, of the whole process. */
export const clientLoginMemory: Benchmark = {
  name: "client-login-memory",
  summary: "the peak memory of the same",
  unit: "x",
  limit: 1.5,
  measure: (note) => compareLogins(note, ({ memory }) => memory),
};
