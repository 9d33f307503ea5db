import { formatAgentConfig, type AgentConfig } from "@kumakit/agent/config";
import { posix } from "node:path";

import type { Owner } from "../hosts/host.ts";
import { agentServiceName, type InstallPaths } from "../install-paths.ts";
import type { Manifest } from "../installed/manifest.ts";
import type { InstallPlan, InstallStep } from "./install-plan.ts";

/** What an uninstall is planned from. */
export interface AgentUninstallInput {
  /** Where the agent is. */
  readonly paths: InstallPaths;
  /** What the install brought: nothing else is taken away. */
  readonly manifest: Manifest;
  /**
   * The config without our checks, when checks of a person are left in it, or when the file was there before the
   * install: it is kept then. Undefined removes the file.
   */
  readonly remainingConfig?: RemainingConfig;
  /** Token files that lie beside those of the install, for checks that go; relative to the config's folder. */
  readonly removedTokens?: readonly string[];
}

/** A config that an uninstall leaves behind. */
export interface RemainingConfig {
  /** Undefined leaves the file as it is, such as one that cannot be read. */
  readonly config?: AgentConfig;
  /** Who owns it from now on: the agent's user is going. */
  readonly owner: Owner;
}

/** Plans how everything that an install brought is taken away. */
export function planAgentUninstall(input: AgentUninstallInput): InstallPlan {
  const { paths, manifest, remainingConfig, removedTokens = [] } = input;
  const { brought } = manifest;
  const kept = remainingConfig === undefined ? [] : [paths.config];
  const files = brought.files.filter((path) => path !== paths.manifest && !kept.includes(path));
  // The manifest goes last, with the folders that it lies in: what is cut short before can be carried on.
  const [last, first] = partition(brought.folders.toReversed(), (path) => paths.manifest.startsWith(`${path}/`));
  return {
    version: 1,
    action: "uninstall",
    scope: paths.scope,
    lock: paths.lock,
    steps: [
      { kind: "stop-service", unit: agentServiceName, wayBack: "enable and start it as it was before" },
      ...remainingSteps(paths, remainingConfig),
      ...removedTokens.map((file) => removeFile(posix.join(paths.configFolder, file))),
      ...files.toReversed().map(removeFile),
      { kind: "forget-service", unit: agentServiceName, wayBack: "none needed" },
      ...first.map(removeFolder),
      ...accountSteps(manifest),
      removeFile(paths.manifest),
      ...last.map(removeFolder),
    ],
  };
}

function remainingSteps(paths: InstallPaths, remaining: RemainingConfig | undefined): readonly InstallStep[] {
  if (remaining === undefined) return [];
  const { owner, config } = remaining;
  const folder: InstallStep = {
    kind: "folder",
    path: paths.configFolder,
    mode: "0700",
    owner,
    isOurs: true,
    wayBack: "remove the folder when this made it, else give it its former mode and owner",
  };
  if (config === undefined) return [folder];
  const text = formatAgentConfig(config);
  return [
    folder,
    {
      kind: "file",
      part: "config",
      path: paths.config,
      mode: "0600",
      owner,
      content: { from: "secret", text },
      wayBack: "put back the former file, or remove it when there was none",
    },
  ];
}

function accountSteps({ brought }: Manifest): readonly InstallStep[] {
  return [
    ...(brought.linger === undefined
      ? []
      : [{ kind: "stop-linger", user: brought.linger, wayBack: "switch it on again" } as const]),
    ...(brought.user === undefined
      ? []
      : [{ kind: "remove-system-user", name: brought.user, wayBack: "make the user again" } as const]),
  ];
}

function removeFile(path: string): InstallStep {
  return { kind: "remove-file", path, wayBack: "put the former file back" };
}

function removeFolder(path: string): InstallStep {
  return { kind: "remove-folder", path, wayBack: "make the folder again" };
}

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): readonly [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}
