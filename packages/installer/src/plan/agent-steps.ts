import type { AgentConfig, CheckConfig } from "@kumakit/agent/config";
import { posix } from "node:path";

import type { HostFacts } from "../facts/host-facts.ts";
import { agentUserName, foldersAbove, pathsOf, type InstallPaths } from "../install-paths.ts";
import { drillTokenFile } from "../config/check-names.ts";
import { holdsSecrets } from "../config/holds-secrets.ts";
import {
  formatManifest,
  type InstalledCheck,
  type InstalledDrill,
  type InstalledHeartbeat,
  type Manifest,
} from "../installed/manifest.ts";
import { runtimeOf, type ChosenRuntime } from "../runtime/choose-runtime.ts";
import type { RuntimeInput } from "../runtime/runtime.ts";
import { packageOn } from "../package/host-package.ts";
import { agentCommand } from "./agent-command.ts";
import { broughtBy } from "./brought-by.ts";
import type {
  FileMode,
  FileStep,
  FolderStep,
  HostStep,
  PlannedInstall,
  PlanSecrets,
  StepContent,
} from "../steps/host-plan.ts";
import { configAccess, hostOwnerOf } from "../steps/owners.ts";
import { isPending } from "./pending-steps.ts";
import { sha256Of } from "../sha256.ts";
import { drillEnd, drillFiles, drillSecrets, drillStart, type DrillInput } from "./drill-steps.ts";
import { leftoverSteps } from "./leftover-steps.ts";
import { obsoleteSteps, withoutPaths } from "./obsolete-steps.ts";
import { takenForAgent } from "./take-steps.ts";

/** All that an agent on a host is made of. */
export interface AgentInput {
  readonly facts: HostFacts;
  /** What earlier installs have brought. */
  readonly manifest: Manifest | undefined;
  /** The runtime from now on. */
  readonly runtime: ChosenRuntime;
  /** The config that the agent is to have, with the checks of others. */
  readonly config: AgentConfig;
  /** Its text, which may be that of a person. */
  readonly configText: string;
  /** Checks beside the config: the service must be allowed to do them as well. */
  readonly dropIns: readonly CheckConfig[];
  /** Token files, relative to the config's folder, with the token as far as it is known. */
  readonly tokens: readonly (readonly [file: string, token: string | undefined])[];
  /** Token files of checks that are no longer in the config. */
  readonly removedTokens: readonly string[];
  /** A certificate authority as PEM, and its file, relative to the config's folder. */
  readonly authority?: { readonly file: string; readonly text: string };
  /** What a person's config names, which the agent must be able to read: see {@link namedFiles}. */
  readonly named: readonly string[];
  /** The checks that kumakit looks after; the others in the config belong to a person. */
  readonly checks: readonly InstalledCheck[];
  /**
   * Jobs of crontabs that run again.
   * @defaultValue none
   */
  readonly restored?: readonly HostStep[];
  /** The monitor of the agent itself, when kumakit looks after it. */
  readonly heartbeat?: InstalledHeartbeat | undefined;
  /**
   * The drills of the host's alerts; null for none from now on.
   * @defaultValue those that are there
   */
  readonly drill?: InstalledDrill | null;
  /** The agent, one file, on the machine that plans. */
  readonly program: string;
  /** The agent as one file with Node.js inside, see {@link RuntimeInput}. */
  readonly standalone?: string | undefined;
  /** Have the agent look and push at once although nothing of it has changed. */
  readonly lookAtOnce: boolean;
  /** The id of the machine that the tokens are for; undefined when what lies there about it stays. */
  readonly machine?: string;
}

/** The steps that are missing on a host for an agent as wanted, and their secrets. */
export function agentSteps(input: AgentInput): PlannedInstall {
  const { facts, manifest } = input;
  const { runtime, reason } = input.runtime;
  const manager = runtime.manager(facts);
  const before = manifest === undefined || runtimeOf(manifest) === runtime ? undefined : runtimeOf(manifest);
  const former = before?.manager(facts);
  const paths = pathsOf(facts);
  const secrets = secretsOf(input);
  const folders = folderSteps(input, paths);
  const taken = takenForAgent(facts, input.named);
  const untaken = ownFolders(facts, paths).filter(({ path }) => !taken.some((step) => step.path === path));
  const rest = [...accountSteps(input), ...taken, ...leftoverSteps(facts), ...untaken, ...fileSteps(input)];
  const bare = manifestStep(input, { folders: [], files: [] });
  const all = [...folders, bare, ...rest];
  const { stop, removed, forget } = drillEnd(facts, input.drill === null);
  const obsolete =
    manifest === undefined ? [] : obsoleteSteps(manifest, { wanted: [...all, ...removed], paths, former });
  const brought = withoutAccountOf(facts, withoutPaths(broughtBy(all, facts, manifest), [...obsolete, ...removed]));
  const wanted = [
    ...folders,
    // The manifest comes first, and says what is about to be brought: what is cut short can be taken away.
    manifestStep(input, brought),
    ...(input.restored ?? []),
    ...(former?.stop(facts) ?? []),
    ...stop,
    ...rest,
    ...removed,
    ...forget,
    ...obsolete,
    ...(former?.forget(paths) ?? []),
  ];
  const steps = wanted.filter((step) => isPending(step, { facts, secrets }));
  const changedParts = partsIn(steps, { paths, obsolete });
  const start = [
    ...manager.start({ facts, paths, changedParts, lookAtOnce: input.lookAtOnce }),
    ...(drillOf(input) === undefined ? [] : drillStart(facts, changedParts.has("drill"))),
  ];
  const plan: PlannedInstall["plan"] = {
    version: 1,
    action: "install",
    scope: facts.scope,
    runtime: { name: runtime.name, reason },
    steps: [...steps, ...start],
    warnings: [...commandOf(input).warnings, ...manager.warnings({ facts, config: wholeConfig(input) })],
  };
  return { plan, secrets };
}

/** The parts that steps change. */
function partsIn(
  steps: readonly HostStep[],
  { paths, obsolete }: { readonly paths: InstallPaths; readonly obsolete: readonly HostStep[] },
): ReadonlySet<FileStep["part"]> {
  const drillToken = posix.join(paths.configFolder, drillTokenFile);
  return new Set(
    steps.flatMap((step) => {
      if (step.kind === "file") return [step.path === drillToken ? "drill" : step.part];
      return obsolete.includes(step) ? ["unit" as const] : [];
    }),
  );
}

/** The drills that there are to be. */
function drillOf({ facts, manifest, drill = manifest?.drill, ...input }: AgentInput): DrillInput | undefined {
  return drill === undefined || drill === null ? undefined : { facts, config: wholeConfig(input), drill };
}

/** The account is that of the package from now on, which may have found it here. */
function withoutAccountOf(facts: HostFacts, brought: Manifest["brought"]): Manifest["brought"] {
  if (packageOn(facts) === null) return brought;
  const { user: _user, foundGroup: _group, ...rest } = brought;
  return rest;
}

/** The agent's whole config: its own file, and the files beside it. */
function wholeConfig({ config, dropIns }: Pick<AgentInput, "config" | "dropIns">): AgentConfig {
  return { ...config, checks: [...config.checks, ...dropIns] };
}

/** Folders of others that may be missing, in a new person's home or where /usr/local is empty, and that of the program. */
function folderSteps({ facts, runtime: { runtime } }: AgentInput, paths: InstallPaths): readonly FolderStep[] {
  const owner = hostOwnerOf(facts);
  const mode: FileMode = facts.scope === "user" ? "0700" : "0755";
  const places = [
    paths.programFolder,
    paths.configFolder,
    ...(facts.has.systemd ? [paths.unit] : []),
    ...(runtime.package === undefined ? [paths.command] : []),
  ];
  const above = places.flatMap((path) => foldersAbove(path));
  return [
    ...[...new Set(above)].map((path): FolderStep => ({ kind: "folder", path, mode, owner, isOurs: false })),
    { kind: "folder", path: paths.programFolder, mode: "0755", owner, isOurs: true },
  ];
}

function accountSteps({ facts, runtime: { runtime } }: AgentInput): readonly HostStep[] {
  const user = { kind: "system-user", name: agentUserName, description: "Uptime Kuma push agent" } as const;
  return [...(facts.scope === "system" ? [user] : []), ...runtime.manager(facts).accounts(facts)];
}

function ownFolders(facts: HostFacts, paths: InstallPaths): readonly FolderStep[] {
  const { owner, folder: mode } = configAccess(facts);
  return [paths.configFolder, paths.tokensFolder].map((path) => ({
    kind: "folder",
    path,
    mode,
    owner,
    isOurs: true,
  }));
}

function fileSteps(input: AgentInput): readonly HostStep[] {
  const { facts, tokens, removedTokens } = input;
  const { runtime } = input.runtime;
  const asked = runtimeInput(input);
  const { paths, config } = asked;
  const drill = drillOf(input);
  const hasDrills = drill !== undefined;
  return [
    ...runtime.files(asked),
    ...commandOf(input).steps,
    ...tokens.map(([file]) => configFile(facts, { part: "token", file, content: { from: "secret", ref: file } })),
    ...authorityFiles(input),
    configFile(facts, { part: "config", file: posix.basename(paths.config), content: configContent(input) }),
    // After the tokens: an agent that starts in between must not push with those of another machine.
    ...machineFiles(input),
    ...runtime.manager(facts).definition({ facts, paths, config, command: runtime.command(asked), hasDrills }),
    ...(drill === undefined ? [] : drillFiles(drill)),
    ...removedTokens.map((file): HostStep => ({ kind: "remove-file", path: posix.join(paths.configFolder, file) })),
  ];
}

function runtimeInput(input: AgentInput): RuntimeInput {
  const { facts, program, standalone } = input;
  return { facts, paths: pathsOf(facts), program, standalone, config: wholeConfig(input) };
}

function commandOf(input: AgentInput): ReturnType<typeof agentCommand> {
  const { facts, manifest, runtime } = input;
  const words = runtime.runtime.words(runtimeInput(input));
  return words.length === 0 ? { steps: [], warnings: [] } : agentCommand(facts, { manifest, words });
}

function manifestStep(input: AgentInput, brought: Manifest["brought"]): FileStep {
  const {
    facts,
    checks,
    heartbeat,
    runtime: { runtime },
  } = input;
  const drill = drillOf(input)?.drill;
  const how = {
    ...(runtime.name === "node" ? {} : { runtime: runtime.name }),
    ...(runtime.package === undefined ? {} : { package: runtime.package }),
  };
  const text = formatManifest({
    version: 1,
    scope: facts.scope,
    ...how,
    checks: [...checks],
    heartbeat,
    drill,
    brought,
  });
  return {
    kind: "file",
    part: "manifest",
    path: pathsOf(facts).manifest,
    mode: "0644",
    owner: hostOwnerOf(facts),
    content: textContent(text),
  };
}

function configFile(
  facts: HostFacts,
  { part, file, content }: { readonly part: "config" | "token"; readonly file: string; readonly content: StepContent },
): FileStep {
  const path = posix.join(pathsOf(facts).configFolder, file);
  const { owner, file: mode } = configAccess(facts);
  return { kind: "file", part, path, mode, owner, content };
}

function authorityFiles({ facts, authority }: AgentInput): readonly FileStep[] {
  if (authority === undefined) return [];
  return [configFile(facts, { part: "config", file: authority.file, content: textContent(authority.text) })];
}

function machineFiles({ facts, machine }: AgentInput): readonly FileStep[] {
  if (machine === undefined) return [];
  const file = posix.basename(pathsOf(facts).machine);
  return [configFile(facts, { part: "config", file, content: textContent(`${machine}\n`) })];
}

function configContent({ config, configText }: AgentInput): StepContent {
  return holdsSecrets(config) ? { from: "secret", ref: "config" } : textContent(configText);
}

function secretsOf(input: AgentInput): PlanSecrets {
  const { config, configText, tokens, runtime } = input;
  const drill = drillOf(input);
  const known = tokens.flatMap(([file, token]) => (token === undefined ? [] : [[file, `${token}\n`] as const]));
  return new Map([
    ...known,
    ...(holdsSecrets(config) ? [["config", configText] as const] : []),
    ...runtime.runtime.secrets(runtimeInput(input)),
    ...(drill === undefined ? [] : drillSecrets(drill)),
  ]);
}

/** A content that may be shown. */
function textContent(text: string): StepContent {
  return { from: "text", text, sha256: sha256Of(text) };
}
