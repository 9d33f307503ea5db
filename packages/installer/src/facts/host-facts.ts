import * as z from "zod";

// Words stand as objects here: TypeScript gives a list of them no fixed order, and the API report would change by the build.

const ownerSchema = z.strictObject({ user: z.string(), group: z.string() });

/** One file, folder or link. Links are not followed. */
export const fileFactSchema = z.strictObject({
  kind: z.enum({ file: "file", folder: "folder", link: "link", other: "other" }),
  /** Permission bits, such as `0600`. */
  mode: z.string().regex(/^[0-7]{4}$/),
  owner: ownerSchema,
  /** In bytes. */
  size: z.int(),
  /** Of the content, in hex; absent for all but plain files. */
  sha256: z.string().optional(),
  /** The text itself, of the few files that are read to plan an install. Not to be shown: a config may hold secrets. */
  content: z.string().optional(),
});

/** A unit's properties from systemd, by name. */
const unitSchema = z.record(z.string(), z.string());

/** The units of one service manager that were asked for. */
const managerSchema = z.strictObject({
  /** By the name that was asked for; a value without `Id` could not be looked at, and says why in `problem`. */
  units: z.record(z.string(), unitSchema),
  /** Names of all units; only when one that was asked for does not exist. */
  known: z.array(z.string()),
});

/**
 * The schema of all that is known of a host before an install is planned for it. It is plain JSON, so that a person can
 * read it, keep it, and plan for a host that cannot be reached now.
 */
export const hostFactsSchema = z.strictObject({
  /** Of this form. */
  version: z.literal(1),
  /** How messages call the host. */
  label: z.string(),
  /** Whose agent the facts are for: that of the host, or of the account. */
  scope: z.enum({ system: "system", user: "user" }),
  hostname: z.string(),
  /** Contents of `/etc/machine-id`; empty where there is none. */
  machineId: z.string(),
  /** Whether the next boot has the same id; those of some containers, and of hosts without a disk, are new with each boot. */
  isMachineIdKept: z.boolean().default(false),
  /** Name, release and architecture of the kernel. */
  kernel: z.string(),
  /** The C library with its version, such as `glibc 2.36`; empty where it is another one. */
  libc: z.string().default(""),
  /** Name of the distribution; empty when it has none. */
  system: z.string(),
  /** The account that works on the host. */
  account: z.strictObject({ uid: z.int(), user: z.string(), group: z.string() }),
  /** The folders of that account. */
  folders: z.strictObject({ home: z.string(), config: z.string(), data: z.string(), runtime: z.string() }),
  /** What the host has. */
  has: z.strictObject({
    systemd: z.boolean(),
    openrc: z.boolean(),
    cron: z.boolean(),
    /** The system bus. */
    dbus: z.boolean(),
    /** A polkit that reads rules written in JavaScript. */
    polkitRules: z.boolean(),
    /** `systemd-notify`, where services look for it. */
    systemdNotify: z.boolean(),
    /** Whether services of the account run without a session. */
    linger: z.boolean(),
  }),
  /** The cron of a host without systemd; null where there is systemd, or no cron. */
  cron: z
    .strictObject({
      /**
       * `cron.d` is that of Debian, which reads `/etc/cron.d`; `crontabs` that of BusyBox, with one file for each user;
       * `unknown` another one; `stopped` is there and does not run.
       */
      kind: z.enum({ "cron.d": "cron.d", crontabs: "crontabs", unknown: "unknown", stopped: "stopped" }),
      program: z.string(),
      /** The place of the agent's entry; empty for one that no entry is made for. */
      entry: z.string(),
    })
    .nullable()
    // Facts that an older kuma has printed do not have it.
    .default(null),
  /** The package of the host that has brought the agent's program; null when none has. */
  package: z
    .strictObject({
      /** Of dpkg or of rpm. */
      format: z.enum({ deb: "deb", rpm: "rpm" }),
      name: z.enum({ "kuma-agent": "kuma-agent", "kuma-agent-standalone": "kuma-agent-standalone" }),
      version: z.string(),
    })
    .nullable()
    .default(null),
  /** Where programs are, by name. */
  programs: z.record(z.string(), z.string()),
  /** The Node that the agent may run with; null when it was not found. */
  node: z
    .strictObject({
      path: z.string(),
      /** With every link followed. */
      realPath: z.string(),
      version: z.string(),
      /** Whether every account can run it. */
      isOpenToAll: z.boolean(),
      /** Whether the agent's own copy of it is the same. */
      isCopied: z.boolean(),
    })
    .nullable(),
  /** Users and groups that matter to the agent, by name; those that do not exist are left out. */
  users: z.record(z.string(), z.strictObject({ uid: z.int(), home: z.string(), shell: z.string() })),
  groups: z.record(z.string(), z.strictObject({ gid: z.int() })),
  /** Lines of the host's configuration that name the agent's account, such as `/etc/supervisor/supervisord.conf:7`. */
  accountUses: z.array(z.string()),
  /** How the service manager of the scope answers, such as `running`, `degraded`, or a complaint. */
  managerState: z.string(),
  /** The agent's service, by the names of systemd's properties; empty without systemd. */
  service: unitSchema,
  /** The same of the units that wake the agent where it is a script, by their names. */
  wakers: z.record(z.string(), unitSchema),
  /** The version of systemd; null where there is none. */
  systemdVersion: z.int().nullable(),
  /** The units that were asked for, by whose manager runs them. */
  units: z.strictObject({ system: managerSchema, user: managerSchema }),
  /** What lies where an agent's things go, by path. */
  files: z.record(z.string(), fileFactSchema),
  /** Parts of the config that cannot be read, and why. */
  unreadable: z.record(z.string(), z.string()),
  /** What is left of a run that was killed: steps to put back first, or nothing. */
  journal: z.enum({ none: "none", unfinished: "unfinished", done: "done" }),
});

/** All that is known of a host before an install is planned for it. */
export type HostFacts = z.infer<typeof hostFactsSchema>;

/** The survey's facts on one file, folder or link. */
export type FileFact = z.infer<typeof fileFactSchema>;
