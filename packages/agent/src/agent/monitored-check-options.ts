import type { CheckSubject } from "./check-subject.ts";
import type { Logger } from "../logger.ts";
import type { OutletTarget } from "../push/outlet.ts";
import type { SharedTicks } from "./shared-ticks.ts";
import type { CheckContext } from "../checks/check-starter.ts";

/** What a check needs to be watched and pushed. */
export interface MonitoredCheckOptions {
  readonly subject: CheckSubject;
  readonly units: CheckContext["units"];
  /** The monitors of the check, one on each server at most. */
  readonly targets: readonly OutletTarget[];
  /** Makes a text fit to leave the host. */
  readonly format: (text: string) => string;
  /** How messages call the host. */
  readonly hostName: () => string;
  /** While the host boots: until when a unit is waited for, monotonic ms. */
  readonly bootGraceUntil: number;
  readonly configFolder: string;
  /** Whether the host is going down in an orderly way, and what goes down with it is not to be told. */
  readonly isGoingDownQuietly: () => boolean;
  readonly logger: Logger;
  /** The rhythm of all checks of the agent. */
  readonly ticks: SharedTicks;
  /** Called whenever {@link MonitoredCheck.status} may have changed, with whether in more than its times. */
  readonly onChange: (isNews: boolean) => void;
}
