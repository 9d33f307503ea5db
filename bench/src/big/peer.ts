import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { BigServer } from "./big-server.ts";
import { installPeer } from "./install-peer.ts";
import { removeMade, runSteps, type Steps } from "./steps.ts";

const script = fileURLToPath(new URL("../../src/big/peer.py", import.meta.url));

/** The clients of one family, by the same hand at first: the one with the newest release comes first. */
const packages = ["uptime-kuma-api2", "uptime-kuma-api-ng", "uptime-kuma-api-v2", "uptime-kuma-api"];

/** How long a peer waits for what a server never sends (s): a client that is too old for it must end before it is given up. */
const patience = { trying: 120, measured: 600 };

/** The peer of a big server, and a folder that is removed in the end. */
export interface Peer extends Disposable {
  /** Its package and version. */
  readonly name: string;
  steps(server: BigServer, bulk: number): Promise<Steps>;
}

/**
 * Installs the newest of the family that can create monitors on this server, in its own virtual environment below the temp folder.
 *
 * @throws Error when none of them can, or there is no Python or no way to PyPI.
 */
export async function findPeer(server: BigServer, note: (line: string) => void): Promise<Peer> {
  const folder = mkdtempSync(path.join(tmpdir(), "kumakit-peer-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    for (const [index, name] of packages.entries()) {
      const { label, program } = await installPeer(name, path.join(folder, String(index)));
      const runScript = (on: BigServer, bulk: number, wait: number): Promise<Steps> =>
        runSteps([program("python"), script, on.url, String(on.monitors), String(bulk), String(wait)], on);
      const steps: Peer["steps"] = (on, bulk) => runScript(on, bulk, patience.measured);
      const failure = await runScript(server, 0, patience.trying).then(
        () => undefined,
        (error: unknown) => String(error),
      );
      await removeMade(server);
      if (failure === undefined) return { name: label, steps, [Symbol.dispose]: remove };
      note(`${label} does not work with this server: ${failure.split("\n").findLast((line) => line !== "") ?? ""}`);
    }
    throw new Error(`none of ${packages.join(", ")} works with this server`);
  } catch (error) {
    remove();
    throw error;
  }
}
