import {
  agentUserName,
  installPaths,
  localHost,
  requireSystemd,
  type Host,
  type HostIdentity,
  type InstallPaths,
  type InstallScope,
  type Owner,
} from "@kumakit/installer";

/** The host that an agent is put on, and where. */
export interface AgentTarget {
  readonly host: Host;
  readonly identity: HostIdentity;
  readonly scope: InstallScope;
  readonly paths: InstallPaths;
  /** Who owns the agent's config. */
  readonly owner: Owner;
}

/** This host, for one scope; nothing is checked yet. */
export async function agentTarget(scope: InstallScope): Promise<AgentTarget> {
  const host = localHost();
  const identity = await host.identity();
  const { name, group, uid, home } = identity.user;
  if (scope === "system") {
    const owner = { user: agentUserName, group: agentUserName };
    return { host, identity, scope, paths: installPaths("system"), owner };
  }
  const paths = installPaths("user", { home, ...personFolders(), runtime: runtimeFolder(uid) });
  return { host, identity, scope, paths, owner: { user: name, group } };
}

/** As {@link agentTarget}, and sure that systemd is there and may be told what to do. @throws InstallerError */
export async function writableAgentTarget(scope: InstallScope): Promise<AgentTarget> {
  const target = await agentTarget(scope);
  await requireSystemd(target.host, scope);
  return target;
}

function personFolders(): { config?: string; data?: string } {
  const { XDG_CONFIG_HOME: config, XDG_DATA_HOME: data } = process.env;
  // The specification has relative paths ignored.
  return {
    ...(config?.startsWith("/") === true ? { config } : {}),
    ...(data?.startsWith("/") === true ? { data } : {}),
  };
}

function runtimeFolder(uid: number): string {
  const { XDG_RUNTIME_DIR: folder } = process.env;
  return folder?.startsWith("/") === true ? folder : `/run/user/${uid}`;
}
