import type { Marker } from "../marker/marker.ts";

/** What to do when the monitor is there already: fail, leave it alone (with warnings), or make it as wished. */
export type IfExists = "error" | "keep" | "update";

/** A tag with its value, as `--tag name=value` gives it. */
export interface TagWish {
  readonly name: string;
  /** May be empty. */
  readonly value: string;
}

/** A Push monitor as somebody wants it. */
export interface MonitorWish {
  readonly name: string;
  /** Seconds between heartbeats; undefined means 60 for a new monitor, and no opinion about one that exists. */
  readonly interval?: number | undefined;
  /** Names (or `id:3`) of notifications; the server's default ones; or nobody, said on purpose. */
  readonly notify: readonly string[] | "none" | "default";
  /** The name of a group monitor, made when there is none. */
  readonly group?: string | undefined;
  readonly tags: readonly TagWish[];
  readonly description?: string | undefined;
  /**
   * Says in the description whose monitor it is, and is looked for before the name. A monitor of the wished name with
   * another marker belongs to something else, and is not touched.
   */
  readonly marker?: Marker | undefined;
  readonly ifExists: IfExists;
}

/** A notification by what people call it. */
export interface NamedNotification {
  readonly id: number;
  readonly name: string;
}
