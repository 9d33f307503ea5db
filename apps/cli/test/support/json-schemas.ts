import * as z from "zod";

const strings = z.array(z.string());
const named = z.strictObject({ id: z.int(), name: z.string() });
const ownServer = z.string().describe("The server's address, without a slash at the end.");
const outcome = z.enum(["created", "kept", "updated"]);

/** What a command prints with `--dry-run --json`, besides what is its own. */
function plan(shape: z.ZodRawShape): z.ZodType {
  return z.strictObject({
    dryRun: z.literal(true),
    ...shape,
    steps: strings.describe('What would be done; each completes "Would …".'),
  });
}

const monitor = z.strictObject({
  id: z.int(),
  name: z.string(),
  type: z.string(),
  status: z.enum(["up", "down", "pending", "maintenance", "paused", "unknown"]),
  interval: z.int().describe("Seconds."),
  active: z.boolean(),
  parent: z.int().nullable().describe("The id of the group that it is in."),
  description: z.string().nullable(),
  upsideDown: z.boolean(),
  maxretries: z.int(),
  notificationIds: z.array(z.int()),
  tags: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  dashboardUrl: z.string(),
});
const notification = z.strictObject({
  id: z.int(),
  name: z.string(),
  type: z.string(),
  isDefault: z.boolean(),
  active: z.boolean(),
});
const created = z.strictObject({
  id: z.int(),
  name: z.string(),
  type: z.string(),
  interval: z.int().describe("Seconds."),
  outcome,
  pushUrl: z.string().describe("Secret: who knows it can report the service as healthy."),
  dashboardUrl: z.string(),
  notifications: z.array(named),
  warnings: strings,
});
const switched = z.strictObject({ id: z.int(), name: z.string(), active: z.boolean() });
const deleted = z.strictObject({ id: z.int(), name: z.string(), deleted: z.literal(true) });
const profile = z.strictObject({
  name: z.string(),
  server: ownServer,
  inUse: z.boolean(),
  loggedIn: z.boolean(),
  username: z.string().nullable(),
});
const installed = z.strictObject({
  changed: z.boolean(),
  server: ownServer,
  checks: z.array(
    z.strictObject({
      name: z.string(),
      unit: z.string(),
      scope: z.enum(["system", "user"]),
      interval: z.int().describe("Seconds."),
      monitor: z
        .strictObject({ ...named.shape, outcome, dashboardUrl: z.string(), notifications: z.array(named) })
        .nullable()
        .describe("Null with --token-file."),
      firstBeat: z
        .strictObject({ status: z.string(), message: z.string(), time: z.iso.datetime() })
        .nullable()
        .describe("Null when nothing was changed, or with --token-file."),
    }),
  ),
});
const hostPlan = z.strictObject({
  dryRun: z.literal(true),
  server: ownServer.nullable(),
  monitorSteps: strings,
  hostSteps: z.array(z.looseObject({ kind: z.string() })),
});

/** What each command prints with `--json`, by its id. */
export const jsonSchemas: Readonly<Record<string, z.ZodType>> = {
  "agent:install": z.union([installed, hostPlan]),
  "agent:status": z.strictObject({
    scope: z.enum(["system", "user"]),
    service: z.looseObject({}),
    problem: z.string().nullable(),
    isCurrent: z.boolean(),
    agent: z.looseObject({}).nullable().describe("The agent's own report; null when there is none."),
  }),
  "agent:uninstall": z.union([
    z.strictObject({
      changed: z.boolean(),
      units: strings,
      agentRemoved: z.boolean().optional(),
      keptConfig: z.string().nullable().optional(),
      unwatched: strings.optional().describe("Checks that kuma has not brought and that nothing watches any more."),
      deletedMonitors: z.array(named),
    }),
    hostPlan,
  ]),
  completion: z.strictObject({ shell: z.enum(["bash", "zsh", "fish"]), script: z.string() }),
  "config:explain": z.strictObject({
    setting: z.string(),
    value: z.string().nullable(),
    source: z.string().nullable(),
    places: z.array(z.strictObject({ source: z.string(), value: z.string().nullable(), isUsed: z.boolean() })),
  }),
  help: z.strictObject({
    commands: z.array(
      z.strictObject({
        command: z.string(),
        summary: z.string().nullable(),
        description: z.string().nullable(),
        args: z.array(
          z.strictObject({
            name: z.string(),
            description: z.string().nullable(),
            required: z.boolean(),
            options: strings.nullable(),
          }),
        ),
        flags: z.array(
          z.strictObject({
            name: z.string(),
            summary: z.string().nullable(),
            type: z.enum(["boolean", "option"]),
            options: strings.nullable(),
          }),
        ),
      }),
    ),
  }),
  "help:environment": z.array(z.strictObject({ name: z.string(), doc: z.string(), isSecret: z.boolean() })),
  "help:exit-codes": z.array(z.strictObject({ code: z.int(), meaning: z.string() })),
  login: z.strictObject({ server: ownServer, username: z.string().nullable(), version: z.string() }),
  logout: z.strictObject({ forgotten: strings }),
  "monitor:create": z.union([created, plan({ outcome, notifications: z.array(named) })]),
  "monitor:delete": z.union([deleted, plan(named.shape)]),
  "monitor:list": z.array(monitor),
  "monitor:pause": z.union([switched, plan(named.shape)]),
  "monitor:resume": z.union([switched, plan(named.shape)]),
  "monitor:show": monitor.extend({ notifications: z.array(named), pushUrl: z.string().optional() }),
  "notification:create": z.union([
    notification.extend({ outcome, warnings: strings }),
    plan({ outcome, warnings: strings }),
  ]),
  "notification:delete": z.union([deleted, plan(named.shape)]),
  "notification:list": z.array(notification),
  "notification:test": z.union([named.extend({ sent: z.literal(true) }), plan(named.shape)]),
  "profile:add": z.strictObject({ name: z.string(), server: ownServer }),
  "profile:list": z.array(profile),
  "profile:remove": z.strictObject({ name: z.string(), server: ownServer, removed: z.literal(true) }),
  "profile:use": z.strictObject({ name: z.string(), server: ownServer, inUse: z.literal(true) }),
  "server:info": z.strictObject({
    server: ownServer,
    version: z.string().nullable().describe("Null when the server does not tell it: nobody is logged in."),
    username: z.string().nullable(),
    profile: z.string().nullable(),
    source: z.string().nullable().describe("Where the address comes from."),
    intervals: z.strictObject({ shortest: z.int(), longest: z.int().nullable() }).describe("Of monitors, in seconds."),
  }),
  whoami: z.strictObject({ server: ownServer, username: z.string().nullable(), version: z.string() }),
};

/** What every command prints on stderr with `--json` when it fails. */
export const errorSchema: z.ZodType = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    message: z.string(),
    cause: z.string().optional(),
    hint: z.string().nullable(),
    exit: z.int(),
  }),
});
