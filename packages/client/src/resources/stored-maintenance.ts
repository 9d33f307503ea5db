import { presentOnTheWire, writtenValues } from "../maintenance/present-on-the-wire.ts";
import type { PlanOnTheWire } from "../maintenance/plan-to-wire.ts";
import { fieldOf, readAck } from "../protocol/ack.ts";
import { maintenanceSchema } from "../protocol/maintenance-schema.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";
import { Sightings } from "./lasting-edit.ts";

type Texts = readonly (readonly [name: string, text: string])[];

function missingIn(some: Texts, wanted: Texts): Texts {
  return wanted.filter(([name, text]) => !some.some((other) => other[0] === name && other[1] === text));
}

/** A text for each value; the list may have a number where the database has its digits, and leave out what is empty there. */
function textsOf(wire: PlanOnTheWire): Texts {
  const plain = (_: string, value: unknown): unknown => (typeof value === "number" ? String(value) : (value ?? ""));
  const texts = Object.entries(writtenValues(wire)).map(
    ([name, value]) => [name, JSON.stringify(value ?? "", plain)] as const,
  );
  return texts.filter(([, text]) => text !== '""');
}

/**
 * Holds what the server's list says of a maintenance against what it has stored. An edit changes the one row in the server's
 * memory that everybody shares: of two edits at the same moment it may store only the first, while it shows the second
 * until it is started again.
 */
export class StoredMaintenance {
  readonly #context: ClientContext;
  readonly #id: number;
  // A difference that stays is another form in which the server keeps the value.
  readonly #differences = new Sightings();

  /** Takes the connection, and which one it is. */
  constructor(context: ClientContext, id: number) {
    this.#context = context;
    this.#id = id;
  }

  /** Whether it is stored as it is shown. */
  async isAs(shown: PlanOnTheWire, options?: CallOptions): Promise<boolean> {
    const what = `The maintenance ${this.#id}`;
    const answer = await this.#context.transport.call("getMaintenance", [this.#id], options);
    const stored = fieldOf(readAck(answer, { what }), "maintenance", maintenanceSchema);
    const [left, right] = [textsOf(shown), textsOf(presentOnTheWire(stored))];
    const differences = [...missingIn(right, left), ...missingIn(left, right)];
    return differences.length === 0 || this.#differences.isSettled(differences);
  }
}
