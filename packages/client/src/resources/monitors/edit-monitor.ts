import { KumaConflictError } from "../../errors/kuma-errors.ts";
import { secretsOf } from "../../errors/redact.ts";
import type { Monitor } from "../../model/monitor.ts";
import { readAck } from "../../protocol/ack.ts";
import { monitorSchema } from "../../protocol/monitor-schema.ts";
import { parsePayload } from "../../protocol/parse-payload.ts";
import { isSameValue } from "../../same-value.ts";
import { waitFor } from "../../transport/deadline.ts";
import type { CallOptions } from "../call-options.ts";
import type { ClientContext } from "../client-context.ts";
import { aboutMonitor } from "./fetch-monitor.ts";
import { mended } from "./mend-monitor.ts";
import { differingSettings, links } from "./monitor-looks.ts";
import type { MonitorLooks } from "./monitor-looks.ts";
import { nothing, overwrittenBy, unpaid, withTheirs } from "./overwritten.ts";
import type { EditRound } from "./overwritten.ts";

type Wire = Readonly<Record<string, unknown>>;

/** An edit of one monitor. */
export interface MonitorEdit {
  /** The monitor as it was read. */
  readonly first: Monitor;
  /** What is to be changed about a monitor as it is: fields of the wire that are not so yet. */
  readonly wish: (present: Monitor) => Wire;
  readonly options?: CallOptions | undefined;
}

const mostRounds = 8;
const longestPause = 400;

function monitorOf(raw: Wire): Monitor {
  return parsePayload("A monitor", monitorSchema, raw);
}

/**
 * The values to be written once more: those of others that this edit has overwritten, and its own that others have. A value that the
 * server has only stored in another form is not missing.
 */
function missingIn(present: Monitor, round: EditRound, wish: MonitorEdit["wish"]): Wire {
  const { base, before, between, earlier, since } = round;
  const states = [base, before, ...between, ...since, ...earlier];
  const isStale = (name: string): boolean => states.some((row) => isSameValue(row[name], present.raw[name]));
  const theirs = withTheirs(present.raw, round);
  const own = Object.entries(wish(monitorOf(theirs))).filter(
    ([name]) => name === links || (name in present.raw && isStale(name)),
  );
  const target = { ...theirs, ...Object.fromEntries(own) };
  return Object.fromEntries(differingSettings(target, present.raw).map((name) => [name, target[name]]));
}

async function send(context: ClientContext, wire: Wire, options?: CallOptions): Promise<void> {
  const id = Number(wire["id"]);
  await aboutMonitor(id, async () => {
    const answer = await context.transport.call("editMonitor", [wire], options);
    readAck(answer, { what: `The change of the monitor "${String(wire["name"])}"`, secrets: () => secretsOf(wire) });
  });
}

/** So that two clients that meet do not meet again. */
function pauseBefore(round: number, signal: AbortSignal | undefined): Promise<void> {
  const time = Math.random() * Math.min(longestPause, 10 * 2 ** round);
  const what = "The change";
  const onTimeout = (): Error => new Error("not reached");
  return waitFor<void>({ timeout: 2 * longestPause, signal, what, onTimeout }, ({ resolve }) => {
    const timer = setTimeout(resolve, time);
    return () => clearTimeout(timer);
  });
}

/**
 * Sends an edit, and reads what has become of it. A read is sent right before the edit: the server begins with both in this order.
 * A client that writes between its look and the first change by the edit has not read again by then, and will see its loss.
 */
async function writeOnce(
  context: ClientContext,
  looks: MonitorLooks,
  edit: Pick<EditRound, "base" | "owed"> & { readonly wire: Wire; readonly options?: CallOptions | undefined },
): Promise<{ readonly after: Monitor; readonly round: EditRound }> {
  const { base, options, owed, wire } = edit;
  const written = mended({ ...base, ...wire });
  const { earlier } = looks;
  const known = looks.from();
  const start = looks.count;
  const [glance] = await Promise.all([looks.glance(options), send(context, written, options)]);
  const sent = looks.from(start);
  const shown = sent.findLastIndex((look) => differingSettings(written, look).length === 0);
  // The server reports an edit right before it answers.
  const own = shown === -1 ? sent.length - 1 : shown;
  const after = await looks.read(options);
  const others = looks.from(start).toSpliced(own, own === -1 ? 0 : 1);
  // A report that came before the look of the read did may have been sent after it.
  const meanwhile = others.slice(0, glance.count - start);
  const round: EditRound = {
    base,
    before: glance.row,
    written,
    earlier,
    between: [...known, ...meanwhile],
    since: [...meanwhile.slice(-1), ...others.slice(meanwhile.length)],
    owed: unpaid(owed, sent[own] ?? {}),
  };
  return { after, round };
}

/**
 * Edits a monitor so that nothing is lost. The server takes whole monitors and knows no versions: two clients that read, change
 * and write at once overwrite each other without a word. After each edit the monitor is read, and what is missing is written
 * again: what others have overwritten, and what this edit has.
 *
 * @param looks - It must have looked since the monitor was read.
 * @param edit - The monitor as it was read, and what is to be changed.
 * @returns The monitor as it is afterwards.
 * @throws {@link KumaConflictError} when the change does not stay.
 */
export async function editMonitor(context: ClientContext, looks: MonitorLooks, edit: MonitorEdit): Promise<Monitor> {
  const { first, options, wish } = edit;
  const { logger } = context.transport.settings;
  let present = looks.hasNewsFor(first.raw) ? await looks.read(options) : first;
  let wire: Wire = wish(present);
  let owed = nothing;
  for (let rounds = 1; Object.keys(wire).length > 0; rounds += 1) {
    if (rounds > mostRounds) {
      const fields = Object.keys(wire).join(", ");
      throw new KumaConflictError(
        `Others change the monitor "${first.name}" at the same time: ${fields} did not stay.`,
      );
    }
    if (rounds > 1) logger.debug(`others change the monitor ${first.id} at the same time: writing once more`);
    const { after, round } = await writeOnce(context, looks, { base: present.raw, wire, owed, options });
    if (Object.keys(missingIn(after, round, wish)).length === 0) return after;
    await pauseBefore(rounds, options?.signal);
    present = await looks.read(options);
    wire = missingIn(present, round, wish);
    owed = overwrittenBy(round);
  }
  return present;
}
