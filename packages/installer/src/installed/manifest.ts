import * as z from "zod";

/** One check that an install has brought, and the monitor it reports to. */
export const installedCheckSchema = z.object({
  /** The check's name in the agent's config. */
  name: z.string(),
  /** The unit that it watches; absent for a check of another kind. */
  unit: z.string().optional(),
  /** The monitor's id on the server; absent when only a token was given. */
  monitorId: z.int().optional(),
  /** The crontabs in which a job is commented out that did the same before; absent where there are none. */
  replaced: z.array(z.string()).optional(),
  /** Whether its monitor is the one that such a job fed, and feeds again when the check goes. */
  tookMonitor: z.boolean().optional(),
});

/** The monitor of the agent itself that an install has brought. */
export const installedHeartbeatSchema = z.object({
  /** The monitor's id on the server. */
  monitorId: z.int().optional(),
});

/** How often the alerts of a host are drilled, and the monitor that goes DOWN and UP for it. */
export const installedDrillSchema = z.object({
  every: z.enum(["weekly", "monthly"]),
  monitorId: z.int(),
});

/** The schema of the manifest: what an install has brought, so that an uninstall takes away just that. */
export const manifestSchema = z.object({
  version: z.literal(1),
  scope: z.enum(["system", "user"]),
  /** Absent when a process on the host's Node.js is the agent. */
  runtime: z.enum(["standalone", "sh"]).optional(),
  /** The package of the host whose program and service the agent is; absent when an install has brought them. */
  package: z.enum(["kuma-agent", "kuma-agent-standalone"]).optional(),
  checks: z.array(installedCheckSchema),
  /** Absent when the agent itself has no monitor, or one that no install has brought. */
  heartbeat: installedHeartbeatSchema.optional(),
  /** Absent when the alerts are not drilled. */
  drill: installedDrillSchema.optional(),
  brought: z.object({
    /** In the order in which they were made. */
    folders: z.array(z.string()),
    files: z.array(z.string()),
    /** Name of the system user, when the install made it. */
    user: z.string().optional(),
    /** Name of the user's group, when it was there before. */
    foundGroup: z.string().optional(),
    /** Name of the person whose services were made to linger. */
    linger: z.string().optional(),
  }),
});

/** The manifest's entry for one check. */
export type InstalledCheck = z.infer<typeof installedCheckSchema>;

/** The manifest's entry for the monitor of the agent itself. */
export type InstalledHeartbeat = z.infer<typeof installedHeartbeatSchema>;

/** The manifest's entry for drills of the alerts. */
export type InstalledDrill = z.infer<typeof installedDrillSchema>;

/** The parts that installs have brought. */
export type Manifest = z.infer<typeof manifestSchema>;

/** The manifest as it is written: always the same text for the same content. */
export function formatManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifestSchema.parse(manifest), null, 2)}\n`;
}
