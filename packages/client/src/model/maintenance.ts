/** A date and a time of day without a zone, such as `2026-03-29 02:30`. */
export type LocalDateTime = `${number}-${number}-${number} ${number}:${number}`;

/** A time of day, such as `22:00`. */
export type ClockTime = `${number}:${number}`;

/** A point in time, exact (`Date`) or as the clocks of the maintenance's time zone show it. */
export type MaintenanceTime = Date | LocalDateTime;

/** A day of the week. */
export type Weekday = "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";

/** A time of each day; one that ends before it starts goes on into the next day. */
export interface ClockRange {
  /** When it starts. */
  readonly from: ClockTime;
  /** When it ends. */
  readonly to: ClockTime;
}

/** In which zone the times of a maintenance are meant. */
export interface InTimeZone {
  /**
   * A name such as `Europe/Berlin` or `UTC`; `server` for the zone that the server is set to.
   *
   * @defaultValue `UTC` when a time is given as a `Date`, otherwise `server`
   */
  readonly timeZone?: string | undefined;
}

/** From when until when a repeated maintenance is repeated. */
export interface Effective {
  /** Not before. @defaultValue at once */
  readonly effectiveFrom?: MaintenanceTime | null | undefined;
  /** Not after. @defaultValue for ever */
  readonly effectiveUntil?: MaintenanceTime | null | undefined;
}

/** Under maintenance as long as it is active. */
export interface ManualPlan {
  /** The kind of plan. */
  readonly strategy: "manual";
}

/** Once. */
export interface SinglePlan extends InTimeZone {
  /** The kind of plan. */
  readonly strategy: "single";
  /** When it starts. */
  readonly start: MaintenanceTime;
  /** When it ends. */
  readonly end: MaintenanceTime;
}

/** Whenever a cron expression says so. */
export interface CronPlan extends InTimeZone, Effective {
  /** The kind of plan. */
  readonly strategy: "cron";
  /** When it starts: minute, hour, day of the month, month, day of the week. */
  readonly cron: string;
  /** How long it takes, in minutes. */
  readonly durationMinutes: number;
}

/** Every so many days. */
export interface IntervalPlan extends InTimeZone, Effective {
  /** The kind of plan. */
  readonly strategy: "recurring-interval";
  /** Every how many days. */
  readonly intervalDays: number;
  /** The time of day. */
  readonly timeRange: ClockRange;
}

/** On days of the week. */
export interface WeekdayPlan extends InTimeZone, Effective {
  /** The kind of plan. */
  readonly strategy: "recurring-weekday";
  /** The days. */
  readonly weekdays: readonly Weekday[];
  /** The time of day. */
  readonly timeRange: ClockRange;
}

/** On days of the month. */
export interface DayOfMonthPlan extends InTimeZone, Effective {
  /** The kind of plan. */
  readonly strategy: "recurring-day-of-month";
  /** The days: 1 to 31, and `last`. */
  readonly daysOfMonth: readonly (number | "last")[];
  /** The time of day. */
  readonly timeRange: ClockRange;
}

/** When a maintenance takes place; `strategy` names the kind of plan. */
export type MaintenancePlan = ManualPlan | SinglePlan | CronPlan | IntervalPlan | WeekdayPlan | DayOfMonthPlan;

/** A strategy that this package does not know, of a server that is newer; `raw` holds what it is. Cannot be created. */
export interface OtherPlan {
  /** The kind of plan. */
  readonly strategy: "other";
}

/** Where a maintenance is at this moment; the server works it out. */
export type MaintenanceStatus = "inactive" | "scheduled" | "under-maintenance" | "ended" | "unknown";

/** A maintenance, besides its plan. */
export interface MaintenanceFacts {
  /** Its id. */
  readonly id: number;
  /** Its title. */
  readonly title: string;
  /** Its description; status pages show it as Markdown. */
  readonly description: string;
  /** Whether it is in force: not paused. */
  readonly active: boolean;
  /** Where it is at this moment. */
  readonly status: MaintenanceStatus;
  /** The zone in which its times are meant, by name, also where `timeZone` says `server`. */
  readonly effectiveTimeZone: string;
  /** Its present and next time slots, as far as the server sends them. */
  readonly timeSlots: readonly { readonly start: Date; readonly end: Date }[];
  /** Everything that the server sent. Not enumerable. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** A maintenance as the server has it: {@link MaintenanceFacts} and its plan. The plan's times are local ones. */
export type Maintenance = MaintenanceFacts & (MaintenancePlan | OtherPlan);

/** The settings of a new maintenance, besides its plan. */
export interface MaintenanceDetails {
  /** Its title. */
  readonly title: string;
  /** Its description. @defaultValue empty */
  readonly description?: string | undefined;
  /** Whether it is in force. @defaultValue `true` */
  readonly active?: boolean | undefined;
  /** The monitors that it is for; those in a group that is named here are included. @defaultValue none */
  readonly monitorIds?: readonly number[] | undefined;
  /** The status pages (their ids) that announce it. @defaultValue none */
  readonly statusPageIds?: readonly number[] | undefined;
}

/** The settings of a new maintenance. */
export type MaintenanceInput = MaintenanceDetails & MaintenancePlan;

/** Changes to a maintenance besides its plan; what is left out stays. */
export interface MaintenanceDetailsPatch extends Omit<MaintenanceDetails, "title"> {
  /** Its title. */
  readonly title?: string | undefined;
}

/** One field of a maintenance, before and after, as the server calls it. */
export interface MaintenanceChange {
  /** Such as `title`, `cron`, `dateRange` or `timezoneOption`; `monitorIds` and `statusPageIds` for what it is for. */
  readonly setting: string;
  /** The value that it has. */
  readonly from: unknown;
  /** The value that it gets. */
  readonly to: unknown;
}

/** Changes to a maintenance; what is left out stays. A plan is given whole. */
export type MaintenancePatch = MaintenanceDetailsPatch & (MaintenancePlan | { readonly strategy?: undefined });
