/** A setting of monitors that has its own flag. */
export interface SettingFlag {
  /** As the client library calls it. */
  readonly setting: string;
  readonly flag: string;
  /** How its value is written. */
  readonly kind: "flag" | "choice" | "list" | "text";
  readonly choices?: readonly string[];
  /** The types that have it; empty for all. */
  readonly types: readonly string[];
  readonly summary: string;
}
