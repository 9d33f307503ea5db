/** A tag on a monitor. */
export interface MonitorTag {
  /** The tag's id. */
  readonly id: number;
  /** The tag's name. */
  readonly name: string;
  /** The tag's colour, such as `#4B5563`. */
  readonly color: string;
  /** What it says on this monitor; empty when it has no value. */
  readonly value: string;
}

/** A monitor as the server has it. */
export interface Monitor {
  /** Its id. */
  readonly id: number;
  /** Its type, such as `push` or `group`; servers newer than this package may have others. */
  readonly type: string;
  /** Its name. */
  readonly name: string;
  /** Its description. */
  readonly description: string | null;
  /** The group that it is in. */
  readonly parent: number | null;
  /** Whether it runs: neither it nor a group around it is paused. */
  readonly active: boolean;
  /** Seconds between checks; for a push monitor the time in which a push must come. */
  readonly interval: number;
  /** Seconds between checks while it is pending. */
  readonly retryInterval: number;
  /** After how many DOWN beats in a row the alert is repeated; 0 for never. */
  readonly resendInterval: number;
  /** How many failures are pending before one counts as DOWN. */
  readonly maxRetries: number;
  /** Whether UP and DOWN are swapped. */
  readonly upsideDown: boolean;
  /** The secret of a push monitor's URL. Not enumerable: no JSON, spread or log shows it by accident. */
  readonly pushToken?: string | null;
  /**
   * The settings that only its type has, secrets included; empty for a type that this package does not know. Not
   * enumerable. {@link isMonitorOfType} narrows their type.
   */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The notifications that it alerts. */
  readonly notificationIds: readonly number[];
  /** Its tags. */
  readonly tags: readonly MonitorTag[];
  /**
   * Everything that the server sent, secrets included. Not enumerable. In 2.x the `path` and `pathName` of a single
   * monitor are wrong; only those of a list are right.
   */
  readonly raw: Readonly<Record<string, unknown>>;
}
