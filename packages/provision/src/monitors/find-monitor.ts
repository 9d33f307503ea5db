import type { Monitor } from "@kumakit/client";

import { findNamed } from "../names/find-named.ts";

/**
 * Finds a monitor by its name or id.
 *
 * @throws ProvisionError when there is none, with the name that was probably meant; also when several have it
 */
export function findMonitor(all: readonly Monitor[], reference: string): Monitor {
  return findNamed(all, reference, { kind: "monitor", acceptsBareId: true });
}
