import type { StoredBeat } from "./heartbeats.ts";

/** A new beat, before it is stored. */
export interface NewBeat {
  readonly status: number;
  readonly msg: string;
  readonly ping?: number | null;
  /** A push during a maintenance is sent without, and stored with 0. */
  readonly retries?: number;
  /** In s since the last one; a beat without one is sent without, and stored with 0. */
  readonly duration?: number;
  /** As the server took it; the beat is stored after the notifications. */
  readonly time: string;
  /** The beat before, as it was when this one came. */
  readonly previous: StoredBeat | undefined;
  /** Whether the server checked by itself: then the list of maintenances is sent with each important beat. */
  readonly isCheck?: boolean;
}
