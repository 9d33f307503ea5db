import type { KumaClient, Monitor } from "@kumakit/client";
import { localHost } from "@kumakit/provision";

import { usageError } from "../cli-error.ts";
import { namedHosts } from "../hosts/named-hosts.ts";
import type { HostsAtWork } from "../hosts/work-on-hosts.ts";
import { selectMonitors } from "../monitors/select-monitors.ts";
import { requireTerminal } from "../prompts/require-terminal.ts";
import { describeDrill, describeNoDrill, drillSteps } from "./describe-drill.ts";
import { drillData, drillFaults, problemsIn } from "./drill-data.ts";
import { drillService, type DrillTalk, type EndedDrill, type ServiceDrill } from "./drill-service.ts";

/** A service stays away for so long at most, in ms. */
const longestDrill = 3_600_000;

/** The flags that a drill heeds. */
export interface DrillFlags {
  readonly drill: string;
  readonly host?: string | undefined;
  /** In ms. */
  readonly for?: number | undefined;
  readonly ack: boolean;
  readonly yes: boolean;
  readonly "dry-run": boolean;
}

/** The command that a drill belongs to. */
interface DrillCommand extends Omit<DrillTalk, "ask"> {
  readonly connect: () => Promise<KumaClient>;
  readonly onHosts: (names: readonly string[], work: (at: HostsAtWork) => Promise<EndedDrill>) => Promise<EndedDrill>;
}

/**
 * The drill that a command line asks for.
 *
 * @returns the steps where it was only to be shown, else its result
 * @throws CliError (exit 2)
 */
export async function drillAskedFor(references: readonly string[], flags: DrillFlags, command: DrillCommand) {
  const drill = drillIn(references, flags);
  if (!drill.dryRun && (drill.asks || !drill.isAgreed)) requireTerminal(command.question);
  const names = await namedHosts({ host: flags.host === undefined ? [] : [flags.host] });
  const client = await command.connect();
  const here = localHost();
  const ended =
    names === undefined
      ? await drillService(client, { host: here, drill }, { ...command, ask: (question) => question() })
      : await command.onHosts(names, ({ hosts: [host = here], ask }) =>
          drillService(client, { host, drill }, { ...command, ask }),
        );
  return reportOf(ended, drill);
}

/** @throws CliError (exit 2) */
function drillIn(references: readonly string[], flags: DrillFlags): ServiceDrill {
  const { for: forMs = 30_000, "dry-run": dryRun, yes: isAgreed, drill: unit, ack: asks } = flags;
  if (references.length > 1) throw usageError("A drill has one monitor", `kuma verify MONITOR --drill ${unit}`);
  if (forMs < 1000 || forMs > longestDrill) throw usageError("--for must be from 1s to 1h", "--for 30s");
  const findMonitor = references.length === 0 ? undefined : (all: readonly Monitor[]) => theOne(all, references);
  return { unit, findMonitor, forMs, dryRun, isAgreed, asks };
}

function reportOf({ plan, outcome, seen }: EndedDrill, { dryRun, forMs }: ServiceDrill) {
  if (dryRun) {
    const { drilled, monitor, findings } = plan;
    const about = { drill: drilled.unit, host: drilled.hostname, monitor: { id: monitor.id, name: monitor.name } };
    const data = { ...about, together: [...drilled.together], findings: findings.map(({ message }) => message) };
    return { steps: drillSteps(plan, forMs), data };
  }
  const text = (): string =>
    outcome === undefined ? describeNoDrill(plan, process.stdout) : describeDrill(outcome, seen, process.stdout);
  const faults = outcome === undefined ? problemsIn(plan).map(({ code }) => code) : drillFaults(outcome, seen);
  const named = faults.length === 0 ? [] : [`${plan.drilled.unit}: ${faults.join("; ")}`];
  return { data: drillData(plan, outcome, seen), text, faults: named };
}

function theOne(all: readonly Monitor[], references: readonly string[]): Monitor {
  const { monitors } = selectMonitors(all, references);
  const [only] = monitors;
  if (only === undefined || monitors.length > 1) throw usageError("A drill has one monitor", "name it, such as id:3");
  return only;
}
