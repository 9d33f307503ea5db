import * as z from "zod";
import type { Heartbeat } from "../../model/heartbeat.ts";
import { heartbeatSchema } from "../../protocol/heartbeat-schema.ts";
import { parsePayload } from "../../protocol/parse-payload.ts";
import type { ClientContext } from "../client-context.ts";
import type { HeartbeatRange } from "./heartbeat-range.ts";
import { payloadFromLogin } from "../payload-from-login.ts";

/**
 * Reads heartbeats where `getMonitorBeats` fails, which it does in the npm registry's 2.0.0-dev.0 on SQLite. A log-in
 * on another connection brings the last 100 of every monitor.
 */
export async function heartbeatsFromLogin(
  context: ClientContext,
  id: number,
  range: HeartbeatRange,
): Promise<readonly Heartbeat[]> {
  const since = Date.now() - range.hours * 3_600_000;
  if (context.states !== undefined) {
    const state = (await context.states.read(context.transport, false, range)).get(id);
    return (state?.heartbeats ?? []).filter(({ time }) => time.getTime() > since);
  }
  const what = "The list of heartbeats";
  const take = (monitorId: unknown, payload: unknown): { payload: unknown } | undefined =>
    Number(monitorId) === id ? { payload } : undefined;
  const { payload } = await payloadFromLogin(context, { event: "heartbeatList", what, take }, range);
  return parsePayload(what, z.array(heartbeatSchema), payload).filter(({ time }) => time.getTime() > since);
}
