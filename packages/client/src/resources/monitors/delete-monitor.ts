import { checkCallOptions } from "../../arguments/check-call-options.ts";
import { checkId } from "../../arguments/check-id.ts";
import { KumaValidationError } from "../../errors/kuma-errors.ts";
import type { Monitor } from "../../model/monitor.ts";
import { readAck } from "../../protocol/ack.ts";
import type { CallOptions } from "../call-options.ts";
import type { ClientContext } from "../client-context.ts";
import { fetchMonitors } from "./fetch-list.ts";
import { fetchMonitor } from "./fetch-monitor.ts";

/** Options for the monitors in a group that is deleted. */
export interface DeleteMonitorOptions extends CallOptions {
  /** Whether they stay, without a group, or are deleted with it, those in inner groups too. @defaultValue `"keep"` */
  readonly children?: "keep" | "delete" | undefined;
}

/** The arguments of `deleteMonitor`, which a server never answers when there is one too many or too few. */
export function deleteArguments(context: ClientContext, id: number, deletesChildren = false): readonly unknown[] {
  return context.server.capabilities.deletesChildren ? [id, deletesChildren] : [id];
}

/** Everything in a group, the deepest last. */
function insideOf(id: number, all: readonly Monitor[]): readonly Monitor[] {
  const children = all.filter(({ parent }) => parent === id);
  return [...children, ...children.flatMap((child) => insideOf(child.id, all))];
}

async function sendDeletion(context: ClientContext, args: readonly unknown[], options?: CallOptions): Promise<void> {
  const answer = await context.transport.call("deleteMonitor", args, options);
  readAck(answer, { what: `Deleting the monitor ${String(args[0])}` });
  context.events.noteDeletion(Number(args[0]));
}

/** Deletes a monitor; see {@link Monitors.delete}. */
export async function deleteMonitor(
  context: ClientContext,
  id: number,
  options: DeleteMonitorOptions = {},
): Promise<void> {
  checkId(id);
  checkCallOptions(options);
  const { children = "keep" } = options;
  if (children !== "keep" && children !== "delete")
    throw new KumaValidationError("children", 'must be "keep" or "delete"');
  const deletesChildren = children === "delete";
  const remove = (): Promise<void> => removeMonitor(context, id, { deletesChildren, options });
  // What is in a group changes with it.
  return deletesChildren
    ? context.writes.all("monitor", remove, options)
    : context.writes.one(["monitor", id], remove, options);
}

/** The server says yes to deleting what is not there. Since 2.0 it reports each deletion to all clients, and need not be asked. */
async function requireMonitor(context: ClientContext, id: number, options: CallOptions): Promise<void> {
  const { events, live, server, transport } = context;
  await transport.ready(options);
  const isReported = live.hasMonitorList && events.monitorRow(id) !== undefined;
  if (!isReported || !server.capabilities.sendsSingleMonitors) await fetchMonitor(context, id, options);
}

async function removeMonitor(
  context: ClientContext,
  id: number,
  request: { readonly deletesChildren: boolean; readonly options: CallOptions },
): Promise<void> {
  const { deletesChildren, options } = request;
  await requireMonitor(context, id, options);
  if (deletesChildren && !context.server.capabilities.deletesChildren) {
    // From the inside out: whatever is left when one fails is still in its group.
    for (const child of insideOf(id, await fetchMonitors(context, options)).toReversed())
      await sendDeletion(context, [child.id], options);
  }
  await sendDeletion(context, deleteArguments(context, id, deletesChildren), options);
}
