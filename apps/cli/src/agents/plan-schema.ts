import type { Zod } from "../contract/command-contract.ts";
import { namedSchema, serverUrlSchema } from "../contract/shared-schemas.ts";

/** The plan as `--print json` prints it: what is done on the server and on the host, in this order. */
export const printedPlanSchema = (z: Zod) =>
  z.strictObject({
    version: z.literal(1).describe("Of this form."),
    host: z.string().describe("The name of the host that it was made for."),
    scope: z.enum(["system", "user"]).describe("Whether the agent is the host's or a person's."),
    account: z.string().describe("Who carries it out on the host."),
    server: serverUrlSchema(z),
    steps: z.array(
      z.discriminatedUnion("on", [
        z.strictObject({ on: z.literal("server"), monitor: z.string(), action: monitorActionSchema(z) }),
        z.strictObject({ on: z.literal("host"), step: hostStepSchema(z) }),
      ]),
    ),
    secrets: z
      .array(
        z.strictObject({
          ref: z.string().describe("What stands for it in `content` of a step."),
          path: z.string().describe("The file of the host that holds it, and a line break at the end."),
          meaning: z.string().describe("For people."),
          text: z.string().optional().describe("Only with `--with-secrets`: all of the file."),
        }),
      )
      .describe("The secrets that the steps write."),
    warnings: z.array(z.string()),
  });

const monitorActionSchema = (z: Zod) => {
  const monitor = z.strictObject({ name: z.string(), id: z.int() });
  const named = z.strictObject({
    name: z.string(),
    id: z.int().nullable().describe("Null: an earlier step makes it."),
  });
  const isSecret = z.literal(true).optional().describe("A secret: its values are in no plan, and null here.");
  return z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("create-group"), name: z.string(), description: z.string().nullable() }),
    z.strictObject({ kind: z.literal("create-tag"), name: z.string() }),
    z.strictObject({
      kind: z.literal("create-monitor"),
      type: z.string(),
      name: z.string(),
      settings: z.array(z.strictObject({ setting: z.string(), to: z.json(), isSecret })),
      interval: z.int().describe("Seconds."),
      description: z.string().nullable(),
      notifications: z.array(namedSchema(z)),
      group: named.nullable(),
    }),
    z.strictObject({
      kind: z.literal("edit"),
      monitor,
      changes: z.array(z.strictObject({ setting: z.string(), from: z.json(), to: z.json(), isSecret })),
    }),
    z.strictObject({
      kind: z.literal("alert"),
      monitor,
      from: z.array(namedSchema(z)),
      to: z.array(namedSchema(z)),
    }),
    z.strictObject({ kind: z.literal("move"), monitor, from: monitor.nullable(), to: named.nullable() }),
    z.strictObject({ kind: z.literal("attach"), monitor: named, tag: named, value: z.string() }),
    z.strictObject({ kind: z.literal("resume"), monitor }),
  ]);
};

const hostStepSchema = (z: Zod) => {
  const path = z.string().describe("Absolute.");
  const owner = z.strictObject({ user: z.string(), group: z.string() });
  const mode = z.string().describe("Permission bits in octal, such as `0640`.");
  const unit = z.string();
  return z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("system-user"), name: z.string(), description: z.string() }),
    z.strictObject({
      kind: z.literal("folder"),
      path,
      mode,
      owner,
      isOurs: z.boolean().describe("False: only made when it is missing, never changed."),
    }),
    z.strictObject({
      kind: z.literal("file"),
      part: z.enum(["manifest", "program", "command", "node", "config", "token", "unit", "crontab", "polkit", "drill"]),
      path,
      mode,
      owner,
      content: z.discriminatedUnion("from", [
        z.strictObject({ from: z.literal("text"), text: z.string(), sha256: z.string() }),
        z.strictObject({ from: z.literal("secret"), ref: z.string() }),
        z
          .strictObject({ from: z.literal("local-file"), path, sha256: z.string() })
          .describe("A file of the machine that printed the plan."),
        z.strictObject({ from: z.literal("host-file"), path }).describe("A file of the host itself."),
      ]),
    }),
    z
      .strictObject({ kind: z.literal("take"), path, mode, owner })
      .describe("The file becomes a copy of itself with this owner."),
    z.strictObject({ kind: z.enum(["linger", "stop-linger"]), user: z.string() }),
    z.strictObject({
      kind: z.literal("service"),
      unit,
      how: z.enum(["start", "reload", "restart"]),
      status: z.string().describe("The file in which the running agent says how it is."),
    }),
    z.strictObject({ kind: z.enum(["stop-service", "forget-service"]), unit }),
    z
      .strictObject({ kind: z.literal("round"), script: path, state: path })
      .describe("The script does one round at once; cron starts it from then on."),
    z.strictObject({ kind: z.enum(["remove-file", "remove-folder", "remove-state", "sweep"]), path }),
    z.strictObject({ kind: z.literal("remove-system-user"), name: z.string(), keepsGroup: z.boolean() }),
  ]);
};
