import { randomUUID } from "node:crypto";
import { isUnclear } from "../../errors/is-unclear.ts";
import { KumaProtocolError } from "../../errors/kuma-protocol-error.ts";
import { KumaRejectedError } from "../../errors/kuma-rejected-error.ts";
import { withHint } from "../../errors/with-hint.ts";
import type { Monitor } from "../../model/monitor.ts";
import { readAck } from "../../protocol/ack.ts";
import type { CallOptions } from "../call-options.ts";
import type { ClientContext } from "../client-context.ts";
import { deleteArguments } from "./delete-monitor.ts";
import { fetchMonitors } from "./fetch-monitor.ts";

type Wire = Readonly<Record<string, unknown>>;

/**
 * The column that says which `add` a monitor came from. No name, type, group or setting does: another client may have sent
 * the same at the same time. Every version has this column since 1.8, stores what a new monitor brings along, gives it back in
 * its lists and lets no edit change it (`server/server.js`, `server/model/monitor.js`). It means something for the types `dns` and
 * `globalping` alone: what the last look-up gave, which the first one overwrites and nothing but the server's page shows.
 */
const markColumn = "dns_last_result";

/** A monitor that is to be added, with a mark of its own in it. The text is what the server's page shows of a `dns` monitor. */
export function marked(wire: Wire): Wire {
  return { ...wire, [markColumn]: `not looked up yet (${randomUUID()})` };
}

/** An `add` that went wrong. */
export interface FailedAdd {
  /** What was sent, with its mark. */
  readonly wire: Wire;
  readonly error: unknown;
  /** The highest id that was there before it. */
  readonly before: number;
  readonly options: CallOptions | undefined;
}

/** What an `add` of bad or unknown outcome has left behind. */
interface Traces {
  /** The monitor that carries its mark. */
  readonly made: Monitor | undefined;
  /** New ones that look like it; whose they are cannot be told. */
  readonly similar: readonly number[];
}

async function tracesOf(context: ClientContext, { wire, before, options }: FailedAdd): Promise<Traces> {
  // Without the signal: whoever stops the call must still be told what is there.
  const monitors = await fetchMonitors(context, { timeout: options?.timeout });
  const made = monitors.find(({ raw }) => raw[markColumn] === wire[markColumn]);
  const looksAlike = ({ id, name, type, parent }: Monitor): boolean =>
    id > before && name === wire["name"] && type === wire["type"] && parent === (wire["parent"] ?? null);
  return { made, similar: monitors.filter(looksAlike).map(({ id }) => id) };
}

async function removeHalf(context: ClientContext, id: number, { error, options }: FailedAdd): Promise<void> {
  try {
    const args = deleteArguments(context, id);
    const answer = await context.transport.call("deleteMonitor", args, { timeout: options?.timeout });
    readAck(answer, { what: "Removing the half-made monitor" });
  } catch {
    throw withHint(error, `The server has kept it all the same, with the id ${id}, and it could not be removed.`);
  }
}

/**
 * Finds out what became of an `add`: gives back what it made when only the answer was lost, and removes what it left
 * half-made when the server refused it. Only the monitor with the mark of this very `add` is taken for it; where none has it
 * but something new looks like it, the error names that and nothing is touched.
 *
 * @throws what the `add` failed with.
 */
export async function settleAdd(context: ClientContext, failed: FailedAdd): Promise<Monitor> {
  const { error, wire } = failed;
  const isRefusal = error instanceof KumaRejectedError;
  if (!isUnclear(error) && !(error instanceof KumaProtocolError) && !isRefusal) throw error;
  const traces = await tracesOf(context, failed).catch(() => undefined);
  if (traces === undefined)
    throw withHint(error, `Look whether there is a monitor "${String(wire["name"])}" before you try again.`);
  const { made, similar } = traces;
  if (made === undefined) {
    if (similar.length === 0) throw error;
    const ids = similar.join(", ");
    throw withHint(
      error,
      `A monitor like it is new (id ${ids}). Whose it is cannot be told: look before you try again.`,
    );
  }
  if (!isRefusal) return made;
  // Refused, but stored: the server writes the row before it links the notifications.
  await removeHalf(context, made.id, failed);
  throw error;
}
