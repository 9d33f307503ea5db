import type { Cron } from "croner";

/** The columns of a maintenance; one that was never given is not there. */
export type MaintenanceColumns = Record<string, unknown>;

/** A maintenance as a running server keeps it in memory, where it is not quite what its database has. */
export interface MaintenanceBean {
  readonly id: number;
  readonly userId: number;
  readonly columns: MaintenanceColumns;
  /** Waits for the next time; one that is paused has none. */
  job?: Cron | undefined;
  /** Of the recurring ones, since they were first run. */
  status?: "scheduled" | "under-maintenance";
  /** Ends the time that is now. */
  end?: NodeJS.Timeout | undefined;
}

/** The known part of a maintenance; one that was just read from the database neither waits nor runs. */
export type KnownMaintenance = Pick<MaintenanceBean, "id" | "columns" | "job" | "status">;
