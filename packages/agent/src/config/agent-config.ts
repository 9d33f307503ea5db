import * as z from "zod";
import { aboutCheck } from "../checks/about-checks.ts";
import { checkTypes } from "../checks/registry.ts";
import { commonCheckFields } from "../checks/common-check-fields.ts";
import { durationSetting } from "./settings/duration-setting.ts";
import { plainText } from "./settings/text-settings.ts";
import { proxyUrl, serverUrl } from "./settings/server-url.ts";
import { withoutDefaults } from "./settings/without-defaults.ts";

const headers = z.record(
  z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "is not a header name"),
  z.string().regex(/^[\t\x20-\x7E\x80-\xFF]*$/, "must be one line of Latin characters"),
);

const server = z.strictObject({
  url: serverUrl.describe("Where Uptime Kuma is, with its base path when it has one."),
  caFile: plainText(4096)
    .optional()
    .describe("A PEM file with the authority to trust; relative to the folder of the config file."),
  insecure: z.boolean().default(false).describe("Accept any certificate."),
  headers: headers.default({}).describe("Headers that a proxy before the server asks for; values are secret."),
  proxy: z
    .strictObject({
      url: proxyUrl.describe("http or https."),
      username: plainText(200)
        .regex(/^[^:]*$/, "must not contain a colon")
        .optional(),
      passwordFile: plainText(4096)
        .optional()
        .describe("A file with the password and nothing else; relative to the folder of the config file."),
    })
    .refine(({ username, passwordFile }) => (username === undefined) === (passwordFile === undefined), {
      path: ["username"],
      message: "and passwordFile belong together",
    })
    .optional()
    .describe("The proxy on the way out of this network; that of the environment (`HTTPS_PROXY`, …) when left out."),
});

const { interval, tokenFile, secondTokenFile, monitorId } = commonCheckFields;

const fields = {
  $schema: plainText(4096).optional().describe("Where the JSON Schema of this file is, for editors; not looked at."),
  version: z.literal(1),
  server,
  secondServer: server
    .optional()
    .describe("A second Uptime Kuma that hears the same, of the checks that have a `secondTokenFile`."),
  host: plainText(253).describe("How messages call this host."),
  onStop: z
    .enum(["silent", "tell"])
    .default("silent")
    .describe(
      "What the server hears when the agent is stopped by hand: nothing, so that it notices by missing beats (`silent`), " +
        "or DOWN at once (`tell`). A restart of the agent is never reported.",
    ),
  plannedReboot: z
    .enum(["quiet", "tell"])
    .default("quiet")
    .describe(
      "What the server hears when the host is shut down or rebooted in an orderly way: a last beat, and no DOWN for units " +
        "that go down with it (`quiet`), or DOWN at once (`tell`).",
    ),
  bootGrace: durationSetting({ min: 0, max: 3600 })
    .prefault("2 min")
    .describe("How long after the agent's start a unit may still be starting while the host boots."),
  textfile: plainText(4096)
    .regex(/^\/.*\.prom$/u, "must be an absolute path that ends in .prom")
    .optional()
    .describe("A file for node_exporter's textfile collector, with metrics of the agent and its checks."),
  heartbeat: z
    .strictObject({ interval, tokenFile, secondTokenFile, monitorId })
    .optional()
    .describe("A monitor of the agent itself: UP while it works, with the number of its checks."),
};

/** A union discriminated on `type`, of the schemas of all check types. */
function oneOf<Schema extends z.ZodObject>([first, ...others]: readonly Schema[]) {
  if (first === undefined) throw new TypeError("there are no check types");
  return z.discriminatedUnion("type", [first, ...others]);
}

const types = Object.values(checkTypes);

/** The schema of the agent's config file as it is written; unknown settings are refused. */
export const agentConfigSchema = z
  .strictObject({
    ...withoutDefaults(fields),
    /** What is watched; more may lie in `conf.d`, but somewhere there must be one. */
    checks: z.array(oneOf(types.map(({ config }) => config))).superRefine((checks, context) => {
      for (const [index, { name }] of checks.entries()) {
        const first = checks.findIndex((other) => other.name === name);
        if (first < index) {
          const message = `is used twice: "${name}"`;
          context.addIssue({ code: "custom", path: [index, "name"], message, params: { first } });
        }
      }
    }),
  })
  .superRefine(({ secondServer, heartbeat, checks }, context) => {
    const places = [
      ...(heartbeat ? [{ path: ["heartbeat"], of: heartbeat }] : []),
      ...checks.map((of, index) => ({ path: ["checks", index], of })),
    ];
    const pushed = places.filter(({ of }) => of.secondTokenFile !== undefined);
    if (secondServer === undefined) {
      for (const { path } of pushed) {
        context.addIssue({
          code: "custom",
          path: [...path, "secondTokenFile"],
          message: "is for secondServer, which is missing",
        });
      }
    } else if (pushed.length === 0) {
      context.addIssue({
        code: "custom",
        path: ["secondServer"],
        message: "hears nothing: no check has a secondTokenFile",
      });
    }
  });

/** The schema of a check's settings with the texts for people: editors show them, and the docs are made from them. */
function documented<Type extends (typeof types)[number]>({ type, settings, example }: Type): Type["settings"] {
  const { title, summary } = aboutCheck(type);
  return settings.meta({ title, description: summary, examples: [example] });
}

/** The schema that completes a config with defaults. */
export const agentSettingsSchema = z.strictObject({
  ...fields,
  checks: z.array(oneOf(types.map((type) => documented(type)))),
});

/** The agent's config. Durations are seconds and sizes bytes; omitted settings are undefined. */
export type AgentConfig = z.infer<typeof agentConfigSchema>;

/** A config as the agent works with it: each setting with a default has a value. */
export type AgentSettings = z.infer<typeof agentSettingsSchema>;

/** How one server is reached. */
export type ServerConfig = AgentConfig["server"];

/** The monitor of the agent itself. */
export type HeartbeatSettings = NonNullable<AgentSettings["heartbeat"]>;

/** Gives each setting that was left out its default. */
export function completeConfig(config: AgentConfig): AgentSettings {
  return agentSettingsSchema.parse(config);
}
