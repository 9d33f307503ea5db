import { checkId } from "../arguments/check-id.ts";
import { KumaNotFoundError } from "../errors/kuma-errors.ts";
import type { Maintenance } from "../model/maintenance.ts";
import { readAck } from "../protocol/ack.ts";
import { maintenanceMapSchema, maintenanceSchema } from "../protocol/maintenance-schema.ts";
import { parsePayload } from "../protocol/parse-payload.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";

/** Reads all maintenances, by id. */
export async function fetchMaintenances(
  context: ClientContext,
  options?: CallOptions,
): Promise<readonly Maintenance[]> {
  let payload: unknown;
  // Every version sends the list before it acknowledges the request for it.
  const stop = context.transport.on("maintenanceList", (list) => {
    payload = list;
  });
  try {
    readAck(await context.transport.call("getMaintenanceList", [], options), { what: "The list of maintenances" });
  } finally {
    stop();
  }
  const rows = parsePayload("The list of maintenances", maintenanceMapSchema, payload);
  return rows.map((row) => parsePayload("A maintenance", maintenanceSchema, row)).toSorted((a, b) => a.id - b.id);
}

/**
 * Reads one maintenance, from the list: `getMaintenance` gives a copy that does not know its own status.
 *
 * @throws {@link KumaNotFoundError}
 */
export async function fetchMaintenance(
  context: ClientContext,
  id: number,
  options?: CallOptions,
): Promise<Maintenance> {
  checkId(id);
  const found = (await fetchMaintenances(context, options)).find((maintenance) => maintenance.id === id);
  if (found === undefined) throw new KumaNotFoundError("maintenance", id);
  return found;
}
