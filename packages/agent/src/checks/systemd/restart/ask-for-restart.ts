import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { connectToBus, type BusConnection } from "../../../systemd/bus-connection.ts";
import { managerName } from "../../../systemd/manager-calls.ts";
import { UnitStateError } from "../../../systemd/unit-state-error.ts";
import type { UnitScope } from "../../../systemd/unit-state.ts";

const run = promisify(execFile);

/** How long `systemctl` may take, in ms; it does not wait for the unit. */
const timeoutMs = 10_000;

const refused = /access ?denied|interactive auth|not authorized|permission denied|polkit/i;

/** Why the service manager did not do it, for the message of a DOWN. */
function reasonOf(error: unknown): string {
  const { stderr } = error as { readonly stderr?: unknown };
  const ownWords = error instanceof UnitStateError ? error.reason : (error as Error).message;
  const said = typeof stderr === "string" && stderr.trim() !== "" ? stderr.trim() : ownWords;
  if (refused.test(said)) return "polkit does not allow it to the agent's user, or is not there";
  return said.split("\n")[0] ?? "";
}

async function callManager(bus: BusConnection, member: string, ...body: readonly string[]): Promise<void> {
  await bus.call({
    destination: managerName,
    path: "/org/freedesktop/systemd1",
    interface: `${managerName}.Manager`,
    member,
    signature: "s".repeat(body.length),
    body: [...body],
  });
}

async function askOverBus(unit: string, scope: UnitScope): Promise<void> {
  const bus = connectToBus(scope);
  try {
    // Else a unit that has hit its start limit is not started. Where only this is refused the restart may do.
    await callManager(bus, "ResetFailedUnit", unit).catch(() => undefined);
    await callManager(bus, "RestartUnit", unit, "replace");
  } finally {
    bus.end();
  }
}

async function askBySystemctl(unit: string, scope: UnitScope): Promise<void> {
  const options = { timeout: timeoutMs, env: { ...process.env, LC_ALL: "C" } };
  const systemctl = (...args: readonly string[]) =>
    run("systemctl", [`--${scope}`, "--no-ask-password", ...args], options);
  await systemctl("reset-failed", "--", unit).catch(() => undefined);
  await systemctl("restart", "--no-block", "--", unit);
}

/**
 * Asks the service manager to restart a unit; over the bus, or by `systemctl` when the bus cannot be reached.
 *
 * @returns why it did not take the job, for people; undefined when it did. Never throws.
 */
export async function askForRestart(unit: string, scope: UnitScope): Promise<string | undefined> {
  try {
    await askOverBus(unit, scope);
    return undefined;
  } catch (error) {
    const reason = reasonOf(error);
    // A request that was understood and refused would be refused again.
    if (reason.startsWith("RestartUnit") || reason.startsWith("polkit")) return reason;
  }
  try {
    await askBySystemctl(unit, scope);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}
