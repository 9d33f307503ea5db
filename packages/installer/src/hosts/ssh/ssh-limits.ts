/** How long things may take, in ms. */
export interface SshLimits {
  /** Until the network answers. */
  readonly connect: number;
  /** Until somebody is logged in; ten minutes where a person is asked. */
  readonly logIn: number;
  /** From the last sign of life until the connection is given up. */
  readonly silence: number;
  /** Until a script runs, and until one ends that was sent SIGTERM. */
  readonly script: number;
}

/** How long it takes at most where nobody says otherwise. */
export const defaultLimits: SshLimits = { connect: 15_000, logIn: 60_000, silence: 30_000, script: 60_000 };

/** How long a person may take to answer ssh, in ms. */
export const patienceWithPeople = 10 * 60_000;
