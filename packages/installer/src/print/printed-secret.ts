import { posix } from "node:path";

import type { HostPlan } from "../steps/host-plan.ts";

/** A secret of a plan, named for those who bring it. */
export interface PrintedSecret {
  /** What stands for it in the plan. */
  readonly ref: string;
  /** The file of the host that holds it. */
  readonly path: string;
  /** Such as `the push token of the monitor "web1/nginx"`. */
  readonly meaning: string;
}

/** The secrets that a plan writes, in its order. */
export function secretFiles({ steps }: HostPlan): readonly Pick<PrintedSecret, "ref" | "path">[] {
  return steps.flatMap((step) =>
    step.kind === "file" && step.content.from === "secret" ? [{ ref: step.content.ref, path: step.path }] : [],
  );
}

/** The name of the file in which a person puts a secret beside a printed script. */
export function fileNameOf({ ref }: Pick<PrintedSecret, "ref">): string {
  return posix.basename(ref);
}
