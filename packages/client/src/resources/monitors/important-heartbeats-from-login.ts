import * as z from "zod";
import type { Heartbeat } from "../../model/heartbeat.ts";
import { heartbeatSchema } from "../../protocol/heartbeat-schema.ts";
import { parsePayload } from "../../protocol/parse-payload.ts";
import type { CallOptions } from "../call-options.ts";
import type { ClientContext } from "../client-context.ts";
import { fetchMonitors } from "./fetch-list.ts";
import { fetchMonitor } from "./fetch-monitor.ts";
import { payloadFromLogin } from "../payload-from-login.ts";

const what = "The list of important heartbeats";

/** Reads the important heartbeats, newest first, where no request can ask for them: servers before 2.0 send them at a log-in. */
export async function importantHeartbeatsFromLogin(
  context: ClientContext,
  options: CallOptions & { readonly monitorId?: number | undefined },
): Promise<readonly Heartbeat[]> {
  const { monitorId } = options;
  const monitors =
    monitorId === undefined ? await fetchMonitors(context, options) : [await fetchMonitor(context, monitorId, options)];
  const ids = monitors.map(({ id }) => id);
  if (context.states !== undefined) return context.states.important(context.transport, ids, options);
  const missing = new Set(ids);
  if (missing.size === 0) return [];
  const beats: Heartbeat[] = [];
  const take = (id: unknown, payload: unknown): readonly Heartbeat[] | undefined => {
    if (missing.delete(Number(id))) beats.push(...parsePayload(what, z.array(heartbeatSchema), payload));
    return missing.size === 0 ? beats : undefined;
  };
  const found = await payloadFromLogin(context, { event: "importantHeartbeatList", what, take }, options);
  return found.toSorted((a, b) => b.time.getTime() - a.time.getTime());
}
