import { formatAgentConfig, type AgentConfig, type CheckConfig } from "@kumakit/agent/config";
import { posix } from "node:path";

import type { Owner } from "../hosts/host.ts";
import { agentServiceName, agentUserName, polkitRulesFile, type InstallPaths } from "../install-paths.ts";
import type { InstalledCheck } from "../installed/manifest.ts";
import type { FileContent, FileMode } from "./file-content.ts";
import type { FileStep, FolderStep, HandOverStep, InstallPlan, InstallStep } from "./install-plan.ts";
import { polkitRule, restartedUnits } from "./polkit-rule.ts";
import { nodeCommand } from "../runtime/node-runtime.ts";
import { agentUnit } from "./systemd-unit.ts";

/** What an install is planned from. Nothing of it is looked up on a host. */
export interface AgentInstallInput {
  /** Where it goes. */
  readonly paths: InstallPaths;
  /** Who owns the config: the agent's user in the `system` scope, the person in the `user` scope. */
  readonly owner: Owner;
  /** The config that the agent is to have, with the checks of others. */
  readonly config: AgentConfig;
  /** What drop-ins beside the config add to it: the service must be allowed to do that as well. */
  readonly dropIns?: readonly CheckConfig[];
  /** The config's text when it is to stay as it lies there; made from `config` by default. */
  readonly configText?: string;
  /** Push tokens by the `tokenFile` of their check; what is not named stays as it is. */
  readonly tokens: Readonly<Record<string, string>>;
  /** `tokenFile`s of checks that are no longer in the config. */
  readonly removedTokens?: readonly string[];
  /** Files and folders that were here before any install and that the config names: see {@link preparedFiles}. */
  readonly prepared?: readonly string[];
  /**
   * Have the agent look and push at once although nothing of it has changed.
   * @defaultValue false
   */
  readonly restart?: boolean;
  /**
   * Whether the host has `systemd-notify`: see {@link canNotifySystemd}. The service is then `Type=notify` with a
   * watchdog.
   * @defaultValue false
   */
  readonly canNotify?: boolean;
  /**
   * Whether the host has the group that may read the journal: see {@link canReadJournal}. Checks that quote log lines
   * are given it.
   * @defaultValue false
   */
  readonly canReadJournal?: boolean;
  /**
   * Whether the host's polkit reads rules: see {@link hasPolkit}. The agent is then allowed to restart the units whose
   * checks say so.
   * @defaultValue false
   */
  readonly hasPolkit?: boolean;
  /** The certificate authority that `server.caFile` names, as PEM. */
  readonly certificateAuthority?: string;
  /** The checks that kumakit looks after; the others in the config belong to a person. */
  readonly checks: readonly InstalledCheck[];
  /** The agent, one file, on the machine that carries the plan out. */
  readonly program: string;
  /** What the agent is run with. */
  readonly node: ServiceNode;
}

/** The Node that runs the agent on the host. */
export interface ServiceNode {
  /** Absolute. */
  readonly path: string;
  /** Whether a copy must be made, because the service cannot run it where it lies. */
  readonly copy: boolean;
}

/** Plans how an agent with this config gets on a host. The same input always gives the same plan. */
export function planAgentInstall(input: AgentInstallInput): InstallPlan {
  const { paths } = input;
  return {
    version: 1,
    action: "install",
    scope: paths.scope,
    lock: paths.lock,
    steps: [
      ...accountSteps(input),
      ...folderSteps(input),
      {
        kind: "manifest",
        path: paths.manifest,
        mode: "0644",
        owner: hostOwner(input),
        checks: input.checks,
        wayBack: "put back the former file, or remove it when there was none",
      },
      ...programSteps(input),
      ...Object.entries(input.tokens).map(([file, token]) =>
        configStep(input, { part: "token", file, content: { from: "secret", text: `${token}\n` } }),
      ),
      ...authoritySteps(input),
      configStep(input, { part: "config", file: posix.basename(paths.config), content: configContent(input) }),
      ...handOverSteps(input),
      unitStep(input),
      ...polkitSteps(input),
      ...(input.removedTokens ?? []).map((file): InstallStep => {
        const path = posix.join(paths.configFolder, file);
        return { kind: "remove-file", path, wayBack: "put the former file back" };
      }),
      {
        kind: "service",
        unit: agentServiceName,
        restart: input.restart ?? false,
        status: paths.status,
        wayBack: "stop and disable it, or restart it as it was before",
      },
    ],
  };
}

/** Owner of what the service may read but not change. */
function hostOwner({ paths, owner }: AgentInstallInput): Owner {
  return paths.scope === "system" ? { user: "root", group: "root" } : owner;
}

function accountSteps({ paths, owner }: AgentInstallInput): readonly InstallStep[] {
  if (paths.scope === "user") {
    return [{ kind: "linger", user: owner.user, wayBack: "switch it off again when this switched it on" }];
  }
  return [
    {
      kind: "system-user",
      name: agentUserName,
      description: "Uptime Kuma push agent",
      wayBack: "delete the user when this made it",
    },
  ];
}

function folderSteps(input: AgentInstallInput): readonly FolderStep[] {
  const { paths, owner } = input;
  const ours = (path: string, mode: FileMode, by: Owner): FolderStep => folder({ path, mode, owner: by, isOurs: true });
  const others = [paths.programFolder, paths.configFolder, paths.unit].flatMap((path) => parents(path, input));
  return [
    ...new Map(others.map((step) => [step.path, step])).values(),
    ours(paths.programFolder, "0755", hostOwner(input)),
    ours(paths.configFolder, "0700", owner),
    ours(paths.tokensFolder, "0700", owner),
  ];
}

/** The folders above `path` that may be missing: in a new person's home, or where /usr/local is empty. */
function parents(path: string, input: AgentInstallInput): readonly FolderStep[] {
  const above = posix.dirname(path);
  if (posix.dirname(above) === above) return [];
  const mode = input.paths.scope === "user" ? "0700" : "0755";
  return [...parents(above, input), folder({ path: above, mode, owner: hostOwner(input), isOurs: false })];
}

function folder(step: Omit<FolderStep, "kind" | "wayBack">): FolderStep {
  return {
    kind: "folder",
    ...step,
    wayBack: "remove the folder when this made it, else give it its former mode and owner",
  };
}

function programSteps(input: AgentInstallInput): readonly FileStep[] {
  const { paths, program, node } = input;
  const owner = hostOwner(input);
  const content: FileContent = { from: "local-file", path: program };
  const steps = [fileStep({ part: "program", path: paths.program, mode: "0644", owner, content })];
  if (!node.copy) return steps;
  const copied: FileContent = { from: "host-file", path: node.path };
  return [...steps, fileStep({ part: "node", path: paths.node, mode: "0755", owner, content: copied })];
}

function configStep(
  { paths, owner }: AgentInstallInput,
  { part, file, content }: { part: "config" | "token"; file: string; content: FileContent },
): FileStep {
  return fileStep({ part, path: posix.join(paths.configFolder, file), mode: "0600", owner, content });
}

function authoritySteps(input: AgentInstallInput): readonly FileStep[] {
  const file = input.config.server.caFile;
  if (input.certificateAuthority === undefined || file === undefined) return [];
  return [configStep(input, { part: "config", file, content: { from: "text", text: input.certificateAuthority } })];
}

function unitStep(input: AgentInstallInput): FileStep {
  const { paths, dropIns = [], node, canNotify = false, canReadJournal = false } = input;
  const config = { ...input.config, checks: [...input.config.checks, ...dropIns] };
  const command = nodeCommand(node.copy ? paths.node : node.path, paths.program);
  const text = agentUnit({ paths, config, command, canNotify, canReadJournal });
  return fileStep({
    part: "unit",
    path: paths.unit,
    mode: "0644",
    owner: hostOwner(input),
    content: { from: "text", text },
  });
}

/** The permission to restart units; taken back when no check restarts one any more. */
function polkitSteps({ paths, config, dropIns = [], hasPolkit = false }: AgentInstallInput): readonly InstallStep[] {
  if (paths.scope === "user" || !hasPolkit) return [];
  const units = restartedUnits([...config.checks, ...dropIns]);
  if (units.length === 0) return [{ kind: "remove-file", path: polkitRulesFile, wayBack: "put the former file back" }];
  const owner = { user: "root", group: "root" };
  const content: FileContent = { from: "text", text: polkitRule(units) };
  return [fileStep({ part: "polkit", path: polkitRulesFile, mode: "0644", owner, content })];
}

/** Nothing else can read what was left by an earlier agent, or was prepared by root. */
function handOverSteps({ prepared = [], owner }: AgentInstallInput): readonly HandOverStep[] {
  return prepared.map((path) => ({ kind: "hand-over", path, owner, wayBack: "give it back to its former owner" }));
}

/** Headers of a proxy before the server are credentials. */
function configContent({ config, configText }: AgentInstallInput): FileContent {
  const text = configText ?? formatAgentConfig(config);
  return config.server.headers === undefined ? { from: "text", text } : { from: "secret", text };
}

function fileStep(step: Omit<FileStep, "kind" | "wayBack">): FileStep {
  return { kind: "file", ...step, wayBack: "put back the former file, or remove it when there was none" };
}
