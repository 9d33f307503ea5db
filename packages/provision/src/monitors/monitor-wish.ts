import type { Marker } from "../marker/marker.ts";

/** The rule for a monitor that is there already: fail, leave it alone (with warnings), or make it as wished. */
export type IfExists = "error" | "keep" | "update";

/** A tag with its value. */
export interface TagWish {
  /** The tag, made when there is none. */
  readonly name: string;
  /** May be empty. */
  readonly value: string;
}

/** A group as somebody wants it. */
export interface GroupWish {
  /** What people call it. */
  readonly name: string;
  /** The one that is meant, where that is known. */
  readonly id?: number | undefined;
  /** A text for people, when it is made. */
  readonly description?: string | undefined;
  /** Says in the description whose group it is, and is looked for before the name. */
  readonly marker?: Marker | undefined;
}

/** The settings of a new monitor where its wish leaves them open; one that is there already keeps its own. */
export interface NewMonitorSettings {
  /**
   * Seconds.
   * @defaultValue 60
   */
  readonly interval?: number | undefined;
  /**
   * The group that it is put into, made when there is none.
   * @defaultValue none
   */
  readonly group?: GroupWish | undefined;
}

/** A monitor as somebody wants it. */
export interface MonitorWish {
  /** What people call it. */
  readonly name: string;
  /**
   * Its type, as Uptime Kuma calls it.
   * @defaultValue `push`
   */
  readonly type?: string | undefined;
  /** Further settings, called as the client library calls them, secrets among them. Those that are left out stay. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  /** Seconds between heartbeats; undefined means that of `whenNew` for a new monitor, and no opinion about one that exists. */
  readonly interval?: number | undefined;
  /** Names (or `id:3`) of notifications; the server's default ones; or nobody, said on purpose. */
  readonly notify: readonly string[] | "none" | "default";
  /** The name of a group monitor, made when there is none; null takes it out of its group. */
  readonly group?: string | null | undefined;
  /** For what is left open above, when the monitor is not there yet. */
  readonly whenNew?: NewMonitorSettings | undefined;
  /** Tags to put on it; those that it carries stay. */
  readonly tags: readonly TagWish[];
  /** Tags to take from it; without a value, whatever they say. */
  readonly withoutTags?: readonly (Pick<TagWish, "name"> & Partial<TagWish>)[] | undefined;
  /** A text for people; undefined leaves the one that is there. */
  readonly description?: string | undefined;
  /**
   * Says in the description whose monitor it is, and is looked for before the name. A monitor of the wished name with
   * another marker belongs to something else, and is not touched.
   */
  readonly marker?: Marker | undefined;
  /** The monitor that is meant, where that is known: whatever its marker and name say. */
  readonly id?: number | undefined;
  /**
   * Whether a monitor that is there gets a new push token.
   * @defaultValue false
   */
  readonly newToken?: boolean | undefined;
  /**
   * Whether one that somebody has paused stays so.
   * @defaultValue false
   */
  readonly staysPaused?: boolean | undefined;
  /**
   * Whether one that alerts nobody stays so where `notify` names nobody in particular.
   * @defaultValue false
   */
  readonly staysSilent?: boolean | undefined;
  /**
   * Whether one that is upside-down or waits for retries stays so where `settings` do not name that. A Push monitor is
   * put right otherwise, since it would report late or wrong.
   * @defaultValue false
   */
  readonly staysAsItIs?: boolean | undefined;
  /** What to do when it is there already. */
  readonly ifExists: IfExists;
}

/** A notification by what people call it. */
export interface NamedNotification {
  /** Its id on the server. */
  readonly id: number;
  /** What people call it. */
  readonly name: string;
}
