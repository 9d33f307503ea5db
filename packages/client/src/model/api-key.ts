/** A key that opens `/metrics`, and nothing else. */
export interface ApiKey {
  /** Its id. */
  readonly id: number;
  /** Its name. */
  readonly name: string;
  /** When it was made. */
  readonly createdAt: Date | null;
  /** When it stops working; `null` for never. */
  readonly expiresAt: Date | null;
  /** Whether it is switched on. */
  readonly active: boolean;
  /** What it is worth at present, as the server said when it sent the list. */
  readonly status: "active" | "inactive" | "expired";
}

/** A key that was just made. */
export interface CreatedApiKey extends ApiKey {
  /**
   * The key, `uk<id>_…`. The server shows it this once. Not enumerable: no JSON, spread or log shows it by accident.
   */
  readonly key: string;
}

/** The settings of a new API key. */
export interface ApiKeyInput {
  /** Its name. */
  readonly name: string;
  /** When it stops working, to the second. @defaultValue never */
  readonly expiresAt?: Date | null | undefined;
}
