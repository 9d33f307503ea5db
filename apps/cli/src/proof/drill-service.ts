import type { KumaClient, Monitor } from "@kumakit/client";
import type { DrillOutcome, DrillPlan, Host } from "@kumakit/provision";

import { usageError } from "../cli-error.ts";
import type { Progress } from "../output/progress.ts";
import { askConfirmation } from "../prompts/ask.ts";
import type { Question } from "../prompts/require-terminal.ts";
import { drillProgress, drillQuestion } from "./describe-drill.ts";
import { problemsIn, type Seen } from "./drill-data.ts";

/** A drill as the command line asks for it. */
export interface ServiceDrill {
  readonly unit: string;
  /** Chooses the monitor that has to notice it; undefined for that of the host's agent. */
  readonly findMonitor: ((all: readonly Monitor[]) => Monitor) | undefined;
  readonly forMs: number;
  /** Whether it is only to be shown. */
  readonly dryRun: boolean;
  /** Whether a person has agreed already. */
  readonly isAgreed: boolean;
  /** Whether a person is asked afterwards for what has arrived. */
  readonly asks: boolean;
}

/** The way in which a drill talks with the person. */
export interface DrillTalk {
  readonly signal: AbortSignal;
  readonly question: Question;
  /** Lets a question be asked while a connection to the host is open. */
  readonly ask: <Answer>(question: () => Promise<Answer>) => Promise<Answer>;
  readonly progress: (text: string) => Progress;
}

/** The end of a drill; without an outcome it was not carried out. */
export interface EndedDrill {
  readonly plan: DrillPlan;
  readonly outcome: DrillOutcome | undefined;
  readonly seen: Seen;
}

/**
 * Carries a drill out on a host, unless something speaks against it, or it is only to be shown.
 *
 * @throws CliError (exit 2) when the person says no
 */
export async function drillService(
  client: KumaClient,
  { host, drill }: { readonly host: Host; readonly drill: ServiceDrill },
  { signal, question, ask, progress }: DrillTalk,
): Promise<EndedDrill> {
  const { acknowledgeAlert, planDrill, runDrill } = await import("../provision-work.ts");
  const { unit, findMonitor, forMs } = drill;
  const plan = await planDrill(client, host, { unit, findMonitor, signal });
  const nothing = { plan, outcome: undefined, seen: new Map<number, boolean>() };
  if (drill.dryRun || problemsIn(plan).length > 0) return nothing;
  if (!drill.isAgreed && !(await ask(() => askConfirmation(question, drillQuestion(plan, forMs)))))
    throw usageError("Nothing was stopped", "--yes when it is meant");
  const bar = progress(`Preparing ${plan.drilled.hostname}`);
  let outcome: DrillOutcome;
  try {
    outcome = await runDrill(
      client,
      { host, plan },
      {
        forMs,
        signal,
        on: (event) => bar.update(drillProgress(event, plan)),
      },
    );
  } finally {
    bar.stop();
  }
  const seen = new Map<number, boolean>();
  if (!drill.asks || outcome.down === null) return { plan, outcome, seen };
  for (const { id, name, type } of plan.channels) {
    const text = `Did ${name} (${type}) show that ${plan.monitor.name} is DOWN?`;
    const isSeen = await ask(() => askConfirmation(question, text));
    if (isSeen) await acknowledgeAlert(client, id);
    seen.set(id, isSeen);
  }
  return { plan, outcome, seen };
}
