/** Something that happens while alerts are proven. Plain data without secrets. */
export type ProofEvent =
  | {
      /** The settings of monitors are looked at. */
      readonly kind: "look";
    }
  | {
      /** A test message goes through a channel. */
      readonly kind: "test-channel";
      /** What it is called. */
      readonly channel: string;
    }
  | {
      /** The throw-away monitor reports that. */
      readonly kind: "report";
      readonly status: "up" | "down";
    }
  | {
      /** The throw-away monitor is deleted. */
      readonly kind: "remove";
    };

/** How a proof reports, and how it is stopped. */
export interface ProofOptions {
  /** Is given each event as it happens. */
  readonly on?: ((event: ProofEvent) => void) | undefined;
  /** When it aborts, whatever was made on the server for the proof is deleted again. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Headers that something in front of the server asks for; the values are secret.
   * @defaultValue none
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}
