/** The settings of every monitor, whatever its type. */
export interface CommonMonitorInput {
  /** Its name, up to 150 characters. */
  readonly name: string;
  /** Its description. @defaultValue none */
  readonly description?: string | null | undefined;
  /** The id of the group that it goes into; `null` for none. @defaultValue none */
  readonly parent?: number | null | undefined;
  /** Whom it alerts. @defaultValue the server's default notifications, as its web page does; `[]` for nobody */
  readonly notificationIds?: readonly number[] | undefined;
  /** Whether it starts at once. @defaultValue `true` */
  readonly active?: boolean | undefined;
  /** Seconds between checks, 20 or more before 2.1. @defaultValue `60` */
  readonly interval?: number | undefined;
  /** Seconds between checks while it is pending. @defaultValue the same as `interval` */
  readonly retryInterval?: number | undefined;
  /** After how many DOWN beats in a row the alert is repeated; 0 for never. @defaultValue `0` */
  readonly resendInterval?: number | undefined;
  /** How many failures in a row are pending before one counts as DOWN. @defaultValue `0` */
  readonly maxRetries?: number | undefined;
  /** Whether UP and DOWN are swapped. @defaultValue `false` */
  readonly upsideDown?: boolean | undefined;
}
