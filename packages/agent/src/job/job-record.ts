import * as z from "zod";
import { isAlive } from "./job-process.ts";

const identity = z.object({ pid: z.int(), startedAt: z.string() });

/** The schema of what is kept of one run of a job. Nothing in it is secret. */
export const jobRecordSchema = z.object({
  job: z.string(),
  /** ISO 8601 in UTC. */
  startedAt: z.iso.datetime(),
  /** The process that looks after the job. */
  watcher: identity,
  /** The job itself, once it was started. */
  process: identity.optional(),
  /** Absent while it runs, and for good when its end was not seen. */
  endedAt: z.iso.datetime().optional(),
  /** Whether it succeeded. */
  ok: z.boolean().optional(),
});

/** The record of one run of a job. */
export type JobRecord = z.infer<typeof jobRecordSchema>;

/** Whether the run goes on: the job itself may outlive the process that looked after it. */
export function isRunning({ watcher, process, endedAt }: JobRecord): boolean {
  return endedAt === undefined && (isAlive(watcher) || (process !== undefined && isAlive(process)));
}
