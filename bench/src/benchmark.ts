/** One headline number, and how high it may be. */
export interface Benchmark {
  /** As on the command line, e.g. `version`. */
  readonly name: string;
  /** What is measured, in one sentence. */
  readonly summary: string;
  /** e.g. `x` for a ratio. */
  readonly unit: string;
  /** The figure must not be above it. */
  readonly limit: number;
  /** Only measured when it is named, such as one that installs something. @defaultValue `false` */
  readonly isOnRequest?: boolean;
  /** Measures; says on the way what it does. */
  measure(note: (line: string) => void): Promise<number>;
}
