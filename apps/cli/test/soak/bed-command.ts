import type { SystemdBed } from "@kumakit/testkit";
import { setTimeout as sleep } from "node:timers/promises";

/** Runs a program in the bed. @throws Error with what it complained of */
export async function inBed(bed: SystemdBed, ...argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await bed.exec(argv);
  if (code !== 0) throw new Error(`${argv.join(" ")}: ${stderr}`);
  return stdout;
}

/**
 * Has `systemctl` do something to a unit. A systemd that executes itself again drops the caller: only systemd knows whether
 * it did its work.
 *
 * @param isDone - whether the unit's `ActiveState` says so
 */
export async function onUnit(
  bed: SystemdBed,
  command: readonly string[],
  isDone: (state: string) => boolean,
): Promise<void> {
  const unit = command.at(-1) ?? "";
  const { code, stderr } = await bed.exec(["systemctl", ...command]);
  if (code !== 0 && !/message bus|not connected|connection|reset by peer/i.test(stderr)) {
    throw new Error(`systemctl ${command.join(" ")}: ${stderr}`);
  }
  if (code === 0) return;
  await sleep(200);
  const state = await bed.exec(["systemctl", "is-active", unit]);
  if (!isDone(state.stdout.trim())) await onUnit(bed, command, isDone);
}
