import * as z from "zod";

const time = z.iso.datetime();

const lastPushSchema = z.object({ at: time, ok: z.boolean(), error: z.string().optional() }).nullable();

const checkStatusSchema = z.object({
  name: z.string(),
  type: z.string(),
  /** `pending` while a change settles, `unknown` before the first result or when the check cannot look. */
  status: z.enum(["up", "down", "pending", "unknown"]),
  message: z.string(),
  /** Since when the status is what it is. */
  since: time,
  lastResultAt: time.nullable(),
  lastPush: lastPushSchema,
  /** The last push to the second server; absent when the check has no monitor there. */
  secondLastPush: lastPushSchema.optional(),
  nextPushAt: time.nullable(),
  /** While it is muted: until when, and why; the server hears UP meanwhile, whatever the status is. */
  muted: z.object({ until: time, reason: z.string() }).optional(),
});

/**
 * The schema of the agent's status file. Times are ISO 8601 in UTC; nothing in it is secret.
 * Unknown fields are accepted, so that an older reader understands a newer agent.
 */
export const agentStatusSchema = z.object({
  version: z.string(),
  pid: z.int(),
  startedAt: time,
  /** How the last reload of the config went; null before the first one, absent in agents that cannot reload. */
  lastReload: z.object({ at: time, ok: z.boolean(), error: z.string().optional() }).nullable().optional(),
  /** Of a shell script alone: whether it keeps to mutes; absent in earlier scripts, which do not. */
  keepsMutes: z.boolean().optional(),
  checks: z.array(checkStatusSchema),
  /** The agent's own monitor; absent when the config names none. */
  heartbeat: checkStatusSchema.optional(),
});

/** The content of the agent's status file. */
export type AgentStatus = z.infer<typeof agentStatusSchema>;

/** The status file's entry for one check. */
export type CheckStatus = AgentStatus["checks"][number];
