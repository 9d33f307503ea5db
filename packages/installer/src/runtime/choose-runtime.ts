import type { AgentConfig } from "@kumakit/agent/config";

import type { HostFacts } from "../facts/host-facts.ts";
import { InstallerError } from "../installer-error.ts";
import type { Manifest } from "../installed/manifest.ts";
import { packageOn } from "../package/host-package.ts";
import { nodeRuntime } from "./node-runtime.ts";
import { packagedRuntimes } from "./packaged-runtime.ts";
import type { RuntimeName } from "./runtime-name.ts";
import type { Runtime } from "./runtime.ts";
import { shRuntime } from "./sh-runtime.ts";
import { standaloneRuntime } from "./standalone-runtime.ts";

/**
 * A wish for a runtime: `auto` takes the one that is there, else `node` where the host has it, else `standalone` where its
 * file is at hand, else `sh`.
 */
export type RuntimeWish = "auto" | RuntimeName;

/** A runtime, and why it is this one. */
export interface ChosenRuntime {
  readonly runtime: Runtime;
  /** Words that may follow a colon. */
  readonly reason: string;
}

const runtimes: Readonly<Record<RuntimeName, Runtime>> = {
  node: nodeRuntime,
  standalone: standaloneRuntime,
  sh: shRuntime,
};

/** The runtime of an agent that was installed. */
export function runtimeOf(manifest: Pick<Manifest, "runtime" | "package">): Runtime {
  return manifest.package === undefined ? formOf(manifest) : packagedRuntimes[manifest.package];
}

/** The same as an install brings it. */
function formOf({ runtime }: Pick<Manifest, "runtime">): Runtime {
  return runtimes[runtime ?? "node"];
}

/** The facts that decide which runtime can be. */
export interface ChoiceFacts {
  readonly facts: HostFacts;
  readonly manifest: Manifest | undefined;
  /** The agent as one file with Node.js inside, see {@link RuntimeInput}. */
  readonly standalone?: string | undefined;
}

/**
 * Chooses the runtime of an agent.
 *
 * @param config - everything that the agent is to do
 * @throws {@link InstallerError} `INSTALLER_NO_RUNTIME` when none can do that on this host, or not the wished one
 */
export function chooseRuntime(
  wish: RuntimeWish,
  config: AgentConfig,
  { facts, manifest, standalone }: ChoiceFacts,
): ChosenRuntime {
  const problemsOf = (one: Runtime): readonly string[] => one.problems({ facts, config, standalone });
  const found = packageOn(facts);
  if (found !== null) return chooseOfPackage(packagedRuntimes[found.name], { wish, facts, problemsOf });
  if (wish !== "auto") {
    const runtime = runtimes[wish];
    if (problemsOf(runtime).length > 0) throw unfit(facts, [runtime], problemsOf);
    return { runtime, reason: `--runtime ${wish}` };
  }
  const order = orderFor(manifest, standalone);
  const runtime = order.find((one) => problemsOf(one).length === 0);
  if (runtime === undefined) throw unfit(facts, order, problemsOf);
  return { runtime, reason: reasonFor(runtime, { facts, manifest, problemsOf }) };
}

interface PackageChoice extends Pick<Reasons, "facts" | "problemsOf"> {
  readonly wish: RuntimeWish;
}

/** A package owns the program and the service: another form would lie beside it, and be in its way. */
function chooseOfPackage(runtime: Runtime, { wish, facts, problemsOf }: PackageChoice): ChosenRuntime {
  const name = runtime.package ?? "";
  if (wish !== "auto" && wish !== runtime.name) {
    throw new InstallerError({
      code: "INSTALLER_NO_RUNTIME",
      layer: "agent",
      message: `The agent on ${facts.label} came by the package ${name}, whose form is ${runtime.name} and not ${wish}.`,
      hint: "leave --runtime out, or remove that package first",
    });
  }
  if (problemsOf(runtime).length > 0) throw unfit(facts, [runtime], problemsOf);
  return { runtime, reason: `the package ${name} is installed` };
}

/** An agent that was made a script, or one file, on purpose stays so. */
function orderFor(manifest: Manifest | undefined, standalone: string | undefined): readonly Runtime[] {
  const own = manifest === undefined ? nodeRuntime : formOf(manifest);
  if (own === shRuntime) return [shRuntime];
  const next = standalone === undefined ? [shRuntime] : [standaloneRuntime, shRuntime];
  return [own, ...next.filter((runtime) => runtime !== own)];
}

interface Reasons {
  readonly facts: HostFacts;
  readonly manifest: Manifest | undefined;
  readonly problemsOf: (one: Runtime) => readonly string[];
}

function reasonFor(runtime: Runtime, { facts, manifest, problemsOf }: Reasons): string {
  if (manifest !== undefined && formOf(manifest) === runtime) return "the agent there is one already";
  return runtime === nodeRuntime
    ? `the host has Node.js ${facts.node?.version ?? ""}`
    : (problemsOf(nodeRuntime)[0] ?? "");
}

function unfit(facts: HostFacts, tried: readonly Runtime[], problemsOf: Reasons["problemsOf"]): InstallerError {
  const lines = tried.flatMap((one) => problemsOf(one).map((problem) => `  ${one.name}: ${problem}`));
  const other = Object.values(runtimes).find((one) => !tried.includes(one) && problemsOf(one).length === 0);
  return new InstallerError({
    code: "INSTALLER_NO_RUNTIME",
    layer: "agent",
    message: `The agent cannot run like that on ${facts.label}:\n${lines.join("\n")}`,
    hint: hintFor(facts, other),
  });
}

function hintFor({ has }: HostFacts, other: Runtime | undefined): string {
  if (other !== undefined) return `--runtime ${other.name} can do it`;
  return has.systemd
    ? "install Node.js 18.18, 20.19, 22.12 or newer there; Debian 12, Ubuntu 24.04 and newer have it as the package nodejs"
    : "without systemd it does checks of the type command, with an interval of at least 124 s: --interval 3m";
}
