import { checkCallOptions } from "../../arguments/check-call-options.ts";
import { KumaValidationError } from "../../errors/kuma-errors.ts";
import type { MonitorState } from "../../model/monitor-state.ts";
import type { CallOptions } from "../call-options.ts";
import type { ClientContext } from "../client-context.ts";

/** The parts to wait for before the states are given. */
export interface StatesOptions extends CallOptions {
  /** Wait for uptime and ping as well, which servers before 2.0 send last. @defaultValue false */
  readonly figures?: boolean | undefined;
}

/** See {@link Monitors.states}. */
export async function monitorStates(
  { states, transport }: ClientContext,
  options: StatesOptions = {},
): Promise<ReadonlyMap<number, MonitorState>> {
  checkCallOptions(options);
  if (states === undefined) throw new KumaValidationError("keepStates", "must be given to connect for this");
  await transport.ready(options);
  return states.read(transport, options.figures === true, options);
}
