/** The figures of a monitor for a minute, an hour or a day. */
export interface ChartPoint {
  /** When that time began. */
  readonly time: Date;
  /** How many heartbeats were UP; maintenance counts as such. */
  readonly up: number;
  /** How many heartbeats were DOWN. */
  readonly down: number;
  /** The average ping in milliseconds; `null` when nothing was measured. */
  readonly averagePing: number | null;
  /** The shortest ping in milliseconds; `null` when nothing was measured. */
  readonly shortestPing: number | null;
  /** The longest ping in milliseconds; `null` when nothing was measured. */
  readonly longestPing: number | null;
}
