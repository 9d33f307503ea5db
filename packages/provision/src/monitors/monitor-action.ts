import type { NamedNotification } from "./monitor-wish.ts";

/** A thing of the server by its name. */
export interface NamedRef {
  /** What it is called. */
  readonly name: string;
  /** Its id; null when it is not there yet, and an earlier action makes it. */
  readonly id: number | null;
}

/** A monitor that is there. */
export interface MonitorRef {
  /** What it is called. */
  readonly name: string;
  /** Its id. */
  readonly id: number;
}

/** One setting of a monitor, before and after. */
export interface SettingChange {
  /** The setting, by the name that the client library gives it. */
  readonly setting: string;
  /** What it is now; null for a secret. */
  readonly from: unknown;
  /** What it becomes; null for a secret. */
  readonly to: unknown;
  /** Whether it is a secret, which no plan holds. */
  readonly isSecret?: boolean;
}

/** A setting of a new monitor. */
export type NewSetting = Omit<SettingChange, "from">;

/** One thing that is done on the server. Plain data without secrets, so that it can be shown, stored and compared. */
export type MonitorAction =
  | {
      /** Makes a group monitor. */
      readonly kind: "create-group";
      readonly name: string;
      readonly description: string | null;
    }
  | {
      /** Makes a tag. */
      readonly kind: "create-tag";
      readonly name: string;
    }
  | {
      /** Makes a monitor, in one call with its final settings. */
      readonly kind: "create-monitor";
      readonly type: string;
      readonly name: string;
      /** Its further settings. */
      readonly settings: readonly NewSetting[];
      /** Seconds. */
      readonly interval: number;
      readonly description: string | null;
      /** Whom it alerts. */
      readonly notifications: readonly NamedNotification[];
      /** The group that it is put into. */
      readonly group: NamedRef | null;
    }
  | {
      /** Makes a copy of a monitor, with its tags. */
      readonly kind: "clone-monitor";
      readonly from: MonitorRef;
      readonly type: string;
      readonly name: string;
      /** In what it differs. */
      readonly settings: readonly NewSetting[];
      /** Whom it alerts. */
      readonly notifications: readonly NamedNotification[];
      /** The group that it is put into. */
      readonly group: NamedRef | null;
    }
  | {
      /** Changes settings of a monitor. */
      readonly kind: "edit";
      readonly monitor: MonitorRef;
      readonly changes: readonly SettingChange[];
    }
  | {
      /** Gives a monitor a new push token; the old one is worth nothing from then on. */
      readonly kind: "rotate";
      readonly monitor: MonitorRef;
    }
  | {
      /** Changes whom a monitor alerts. */
      readonly kind: "alert";
      readonly monitor: MonitorRef;
      readonly from: readonly NamedNotification[];
      readonly to: readonly NamedNotification[];
    }
  | {
      /** Puts a monitor into another group. */
      readonly kind: "move";
      readonly monitor: MonitorRef;
      readonly from: MonitorRef | null;
      /** Null for no group. */
      readonly to: NamedRef | null;
    }
  | {
      /** Takes a tag from a monitor. */
      readonly kind: "detach";
      readonly monitor: MonitorRef;
      readonly tag: MonitorRef;
      /** May be empty. */
      readonly value: string;
    }
  | {
      /** Puts a tag on a monitor. */
      readonly kind: "attach";
      readonly monitor: NamedRef;
      readonly tag: NamedRef;
      /** May be empty. */
      readonly value: string;
    }
  | {
      /** Resumes a monitor that is paused. */
      readonly kind: "resume";
      readonly monitor: MonitorRef;
    };

/** The actions that a wish needs on a server. Plain data without secrets; nothing was changed. */
export interface MonitorPlan {
  /** The version of this form. */
  readonly version: 1;
  /** What comes of it. */
  readonly outcome: "created" | "kept" | "updated";
  /** The monitor that exists already. */
  readonly monitor: MonitorRef | null;
  /** Whom the monitor alerts in the end. */
  readonly notifications: readonly NamedNotification[];
  /** In which ways it is not as people may expect: sentences whose "it" is the monitor. */
  readonly warnings: readonly string[];
  /** What is done, in order; nothing for a kept monitor. */
  readonly actions: readonly MonitorAction[];
}
