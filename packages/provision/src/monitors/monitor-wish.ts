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

/** A Push monitor as somebody wants it. */
export interface MonitorWish {
  /** What people call it. */
  readonly name: string;
  /** Seconds between heartbeats; undefined means 60 for a new monitor, and no opinion about one that exists. */
  readonly interval?: number | undefined;
  /** Names (or `id:3`) of notifications; the server's default ones; or nobody, said on purpose. */
  readonly notify: readonly string[] | "none" | "default";
  /** The name of a group monitor, made when there is none. */
  readonly group?: string | undefined;
  /** Tags to put on it; those that it carries stay. */
  readonly tags: readonly TagWish[];
  /** A text for people; undefined leaves the one that is there. */
  readonly description?: string | undefined;
  /**
   * Says in the description whose monitor it is, and is looked for before the name. A monitor of the wished name with
   * another marker belongs to something else, and is not touched.
   */
  readonly marker?: Marker | undefined;
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
