import { connect, sessionTokenAuth } from "@kumakit/client";
import { runCommand } from "@kumakit/testkit";
import { startBenchServer, type BenchServer } from "../bench-server.ts";
import type { Benchmark } from "../benchmark.ts";
import { compareInTurn } from "../compare-in-turn.ts";
import { kumaBinary } from "../kuma-binary.ts";
import { logKumaIn } from "../log-kuma-in.ts";
import { openRaw } from "../raw-kuma.ts";
import { InstallBeds } from "./install-bed.ts";

/** A host whose units are put under watch, and the ways to do that and to undo it. */
interface UnitsOnAHost {
  install(): Promise<void>;
  remove(): Promise<void>;
  /** The same monitors by bare calls, and the same files by one ssh; it is done when each monitor has a heartbeat. */
  installByHand(): Promise<void>;
  removeByHand(): Promise<void>;
}

function agentUnits(units: number): readonly [install: Benchmark, remove: Benchmark] {
  const on = `${units} units of a host over SSH`;
  const against = "against bare socket.io calls and one ssh that do the same";
  return [
    benchmark(
      { name: `agent-install-${units}-units`, summary: `\`kuma agent install\` for ${on}, ${against}`, count: units },
      async (host, note) => {
        const ways = {
          subject: () => host.install(),
          floor: () => host.installByHand(),
          cleanUp: () => host.removeByHand(),
        };
        return await compareInTurn({ ...ways, rounds: 3 }, note);
      },
    ),
    benchmark(
      { name: `agent-remove-${units}-units`, summary: `\`kuma agent uninstall\` for ${on}, ${against}`, count: units },
      async (host, note) => {
        const prepare = { subject: () => host.install(), floor: () => host.installByHand() };
        const ways = { subject: () => host.remove(), floor: () => host.removeByHand(), prepare };
        return await compareInTurn({ ...ways, rounds: 3 }, note);
      },
    ),
  ];
}

function benchmark(
  { name, summary, count }: { readonly name: string; readonly summary: string; readonly count: number },
  measure: (host: UnitsOnAHost, note: (line: string) => void) => Promise<number>,
): Benchmark {
  return {
    name,
    summary,
    unit: "x",
    limit: 1.5,
    isOnRequest: true,
    async measure(note) {
      await using server = await startBenchServer(note);
      const units = Array.from({ length: count }, (_, index) => `many-${index + 1}.service`);
      await using beds = await InstallBeds.start(1, note, units);
      await logKumaIn(kumaBinary(), server, beds.home);
      return await measure(await unitsOn(beds, server, units), note);
    },
  };
}

async function unitsOn(beds: InstallBeds, server: BenchServer, units: readonly string[]): Promise<UnitsOnAHost> {
  const kuma = async (...args: readonly string[]): Promise<void> => {
    const argv = [process.execPath, kumaBinary(), "agent", ...args, ...beds.names.flatMap((name) => ["--host", name])];
    const { code, stderr } = await runCommand(argv, { env: beds.env, timeout: 300_000 });
    if (code !== 0) throw new Error(`kuma agent ${args[0]} failed with code ${code}: ${stderr}`);
  };
  const removeByHand = async (): Promise<void> => {
    const raw = await openRaw(server.url, server.token);
    for (const id of Object.keys(raw.monitors)) await raw.remove(Number(id));
    raw.close();
    await beds.clearOverSsh();
  };
  const install = (): Promise<void> => kuma("install", ...units, "--no-notify");
  await install();
  await beds.keepInstalled();
  await using client = await connect({ url: server.url, auth: sessionTokenAuth(server.token) });
  const tokens = (await client.monitors.list()).flatMap((monitor) =>
    monitor.type === "push" ? [monitor.pushToken ?? undefined] : [],
  );
  await removeByHand();
  return {
    install,
    remove: () => kuma("uninstall", "--delete-monitors", "--yes"),
    removeByHand,
    installByHand: async () => {
      const raw = await openRaw(server.url, server.token);
      const ids: number[] = [];
      for (const [index, pushToken] of tokens.entries()) ids.push(await raw.add(`many ${index}`, { pushToken }));
      const reported = raw.reported(ids);
      await beds.installByHand();
      await reported;
      raw.close();
    },
  };
}

/** Installs and removals of many units. */
export const manyUnits: readonly Benchmark[] = [20, 100, 300].flatMap(agentUnits);
