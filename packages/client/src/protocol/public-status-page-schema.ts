import * as z from "zod";
import type {
  PublicHeartbeats,
  PublicMaintenance,
  PublicStatusPage,
  PublicStatusPageMonitor,
} from "../model/public-status-page.ts";
import type { PlacedStatusPageGroup } from "../model/status-page.ts";
import { heartbeatStatusSchema, heartbeatTimeSchema } from "./heartbeat-schema.ts";
import { flagSchema, idSchema } from "./id-schema.ts";
import { incidentSchema } from "./incident-schema.ts";
import { publicStatusPageConfigSchema } from "./status-page-schema.ts";

const monitorSchema = z.looseObject({
  id: idSchema,
  name: z.string().nullish(),
  type: z.string().nullish(),
  sendUrl: flagSchema,
  url: z.string().nullish(),
  tags: z.array(z.looseObject({ name: z.string(), color: z.string(), value: z.string().nullish() })).nullish(),
  certExpiryDaysRemaining: z.union([z.number(), z.string()]).nullish(),
});
type MonitorOnPage = z.infer<typeof monitorSchema>;

const groupSchema = z.looseObject({ id: idSchema, name: z.string().nullish(), monitorList: z.array(monitorSchema) });

const maintenanceSchema = z
  .looseObject({
    id: idSchema,
    title: z.string().nullish(),
    description: z.string().nullish(),
    status: z.string().nullish(),
  })
  .transform(({ id, title, description, status }): PublicMaintenance => {
    return { id, title: title ?? "", description: description ?? "", status: status ?? "unknown" };
  });

function publicMonitorOf(wire: MonitorOnPage): PublicStatusPageMonitor {
  const days = wire.certExpiryDaysRemaining;
  return {
    id: wire.id,
    name: wire.name ?? "",
    type: wire.type ?? null,
    url: wire.sendUrl ? (wire.url ?? null) : null,
    tags: (wire.tags ?? []).map(({ name, color, value }) => ({ name, color, value: value ?? "" })),
    // An empty text where there is no certificate.
    certificateDaysRemaining: days === null || days === undefined || days === "" ? null : Number(days),
  };
}

/** `GET /api/status-page/:slug`: one `incident` before 2.1, `incidents` since. */
export const publicStatusPageSchema = z
  .looseObject({
    config: publicStatusPageConfigSchema,
    incident: incidentSchema.nullish(),
    incidents: z.array(incidentSchema).nullish(),
    publicGroupList: z.array(groupSchema),
    maintenanceList: z.array(maintenanceSchema).nullish(),
  })
  .transform((wire): PublicStatusPage => {
    const one = wire.incident === null || wire.incident === undefined ? [] : [wire.incident];
    return {
      config: wire.config,
      incidents: wire.incidents ?? one,
      groups: wire.publicGroupList.map(({ id, name, monitorList }) => {
        return { id, name: name ?? "", monitors: monitorList.map(publicMonitorOf) };
      }),
      maintenances: wire.maintenanceList ?? [],
    };
  });

/** The same answer, but only its groups, as they can be sent back; the address of a link may be the monitor's own. */
export const placedGroupsSchema = z
  .looseObject({ publicGroupList: z.array(groupSchema) })
  .transform(({ publicGroupList }): readonly PlacedStatusPageGroup[] =>
    publicGroupList.map(({ id, name, monitorList }) => {
      const monitors = monitorList.map((monitor) => {
        return { id: monitor.id, sendUrl: monitor.sendUrl, url: monitor.sendUrl ? (monitor.url ?? null) : null };
      });
      return { id, name: name ?? "", monitors };
    }),
  );

const beatSchema = z.looseObject({
  status: heartbeatStatusSchema,
  time: heartbeatTimeSchema,
  ping: z.coerce.number().nullish(),
});

/** `GET /api/status-page/heartbeat/:slug`. */
export const publicHeartbeatsSchema = z
  .looseObject({
    heartbeatList: z.record(z.string(), z.array(beatSchema)),
    uptimeList: z.record(z.string(), z.number().nullish()),
  })
  .transform(({ heartbeatList, uptimeList }): readonly PublicHeartbeats[] =>
    Object.entries(heartbeatList).map(([id, beats]) => {
      return {
        monitorId: Number(id),
        uptime: uptimeList[`${id}_24`] ?? null,
        heartbeats: beats.map(({ status, time, ping }) => ({ status, time, ping: ping ?? null })),
      };
    }),
  );
