import type { HostFacts } from "../../src/index.ts";

/** A host with systemd and nothing of an agent, on which root works. */
export function exampleFacts(changes: Partial<HostFacts> = {}): HostFacts {
  return {
    version: 1,
    label: "this host",
    scope: "system",
    hostname: "tk-app3",
    machineId: "0".repeat(32),
    isMachineIdKept: true,
    kernel: "Linux 6.1.0 x86_64",
    libc: "glibc 2.36",
    system: "Debian GNU/Linux 12 (bookworm)",
    account: { uid: 0, user: "root", group: "root" },
    folders: { home: "/root", config: "/root/.config", data: "/root/.local/share", runtime: "/run/user/0" },
    has: {
      systemd: true,
      openrc: false,
      cron: true,
      dbus: true,
      polkitRules: false,
      systemdNotify: false,
      linger: false,
    },
    cron: null,
    package: null,
    programs: {},
    node: { path: "/usr/bin/node", realPath: "/usr/bin/node", version: "v20.20.2", isOpenToAll: true, isCopied: false },
    users: {},
    groups: {},
    accountUses: [],
    managerState: "running",
    service: {},
    wakers: {},
    systemdVersion: 252,
    units: { system: { units: {}, known: [] }, user: { units: {}, known: [] } },
    files: {},
    unreadable: {},
    journal: "none",
    ...changes,
  };
}

/** The same for a person. */
export function factsOfPerson(home = "/home/alice"): HostFacts {
  return exampleFacts({
    scope: "user",
    account: { uid: 1000, user: "alice", group: "staff" },
    folders: { home, config: `${home}/.config`, data: `${home}/.local/share`, runtime: "/run/user/1000" },
  });
}

/** A plain file, in the form that a survey reports. */
export function fileFact(content: string, owner: string): HostFacts["files"][string] {
  return { kind: "file", mode: "0600", owner: { user: owner, group: owner }, size: content.length, content };
}
