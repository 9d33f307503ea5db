import { ProvisionError } from "../errors/provision-error.ts";
import type { BackupKind } from "./backup.ts";
import type { RestoreStep } from "./plan-restore.ts";

/** Which ids the things of a backup have on the server that they are put on. */
export class NewIds {
  readonly #names = new Map<string, string>();
  readonly #ids = new Map<string, number>();

  /** Knows those that are there already. */
  constructor(steps: readonly RestoreStep[]) {
    for (const { kind, thing, present } of steps) {
      this.#names.set(keyOf(kind, thing.id), thing.name);
      if (present !== undefined) this.learn(kind, thing.id, present);
    }
  }

  /** Takes the new id of a thing that was made. */
  learn(kind: BackupKind, before: number, now: number): void {
    this.#ids.set(keyOf(kind, before), now);
  }

  /** The new id. @throws ProvisionError `KUMA_RESTORE_LACKS` when there is no such thing on the server */
  of(kind: BackupKind, before: unknown): number {
    const key = keyOf(kind, before);
    const id = this.#ids.get(key);
    if (id !== undefined) return id;
    const name = this.#names.get(key);
    throw new ProvisionError({
      code: "KUMA_RESTORE_LACKS",
      message:
        name === undefined
          ? `It refers to a ${kind} that is not in the backup`
          : `It needs the ${kind} ${JSON.stringify(name)}, which could not be made`,
    });
  }

  /** The new id, or undefined where there was none before. */
  ofAny(kind: BackupKind, before: unknown): number | undefined {
    return before === undefined || before === null ? undefined : this.of(kind, before);
  }

  /** The new ids of a list of them. */
  ofAll(kind: BackupKind, before: unknown): readonly number[] {
    return Array.isArray(before) ? before.map((id) => this.of(kind, id)) : [];
  }
}

function keyOf(kind: BackupKind, id: unknown): string {
  return `${kind} ${String(id)}`;
}
