/** What a check found. An expected trouble is a result, never an exception. */
export interface CheckResult {
  /**
   * - `up`, `down`: it is known how things are;
   * - `pending`: a change is under way; what was known before still counts;
   * - `noData`: the check could not look, which says nothing of the thing itself.
   */
  readonly status: "up" | "down" | "pending" | "noData";
  /** One line for people: what and why. */
  readonly message: string;
  /** Of `pending`: it is UP for the server until it is known better, so that a host which boots is no alarm. */
  readonly countsAsUp?: boolean;
  /** How long the check or the thing itself took, in ms; goes out as the heartbeat's ping. */
  readonly durationMs?: number;
}
