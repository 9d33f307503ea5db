import * as z from "zod";
import { checkTypes } from "../checks/registry.ts";
import { commonCheckFields } from "../checks/common-check-fields.ts";
import { durationSetting } from "./settings/duration-setting.ts";
import { plainText } from "./settings/plain-text.ts";
import { proxyUrl, serverUrl } from "./settings/server-url.ts";

type Schemas<Types extends readonly { readonly schema: unknown }[]> = {
  -readonly [Index in keyof Types]: Types[Index]["schema"];
};

// Array.map forgets that it was given a tuple; the union needs to know.
const checkSchemas = checkTypes.map((checkType) => checkType.schema) as unknown as Schemas<typeof checkTypes>;

const headers = z.record(
  z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "is not a header name"),
  z.string().regex(/^[\t\x20-\x7E\x80-\xFF]*$/, "must be one line of Latin characters"),
);

const server = z.strictObject({
  /** Where Uptime Kuma is, with its base path when it has one. */
  url: serverUrl,
  /** A PEM file with the authority to trust; relative to the folder of the config file. */
  caFile: plainText(4096).optional(),
  /** Accept any certificate. Off unless said. */
  insecure: z.boolean().optional(),
  /** Headers that a proxy before the server asks for; values are secret. */
  headers: headers.optional(),
  /** The proxy on the way out of this network; that of the environment (`HTTPS_PROXY`, …) when left out. */
  proxy: z
    .strictObject({
      /** http or https. */
      url: proxyUrl,
      username: plainText(200)
        .regex(/^[^:]*$/, "must not contain a colon")
        .optional(),
      /** A file with the password and nothing else; relative to the folder of the config file. */
      passwordFile: plainText(4096).optional(),
    })
    .refine(({ username, passwordFile }) => (username === undefined) === (passwordFile === undefined), {
      path: ["username"],
      message: "and passwordFile belong together",
    })
    .optional(),
});

const { interval, tokenFile, secondTokenFile, monitorId } = commonCheckFields;
const heartbeatFields = { interval, tokenFile, secondTokenFile, monitorId };

/** The schema of one check: a union discriminated on `type`, derived from the registry of check types. */
const checkConfigSchema = z.discriminatedUnion("type", checkSchemas);

/** The schema of the agent's config file; unknown settings are refused. */
export const agentConfigSchema = z
  .strictObject({
    /** Where the JSON Schema of this file is, for editors; not looked at. */
    $schema: plainText(4096).optional(),
    version: z.literal(1),
    server,
    /** A second Uptime Kuma that hears the same, of the checks that have a `secondTokenFile`. */
    secondServer: server.optional(),
    /** How messages call this host. */
    host: plainText(253),
    /**
     * What the server hears when the agent is stopped by hand: nothing, so that it notices by missing beats (`silent`, the
     * default), or DOWN at once (`tell`). A restart of the agent is never told.
     */
    onStop: z.enum(["silent", "tell"]).optional(),
    /**
     * What the server hears when the host is shut down or rebooted in an orderly way: a last beat, and no DOWN for units
     * that go down with it (`quiet`, the default), or DOWN at once (`tell`).
     */
    plannedReboot: z.enum(["quiet", "tell"]).optional(),
    /** Seconds after the agent's start that a unit may still be starting while the host boots; 120 unless said. */
    bootGrace: durationSetting({ min: 0, max: 3600 }).optional(),
    /** A file for node_exporter's textfile collector, with metrics of the agent and its checks. */
    textfile: plainText(4096)
      .regex(/^\/.*\.prom$/u, "must be an absolute path that ends in .prom")
      .optional(),
    /** A monitor of the agent itself: UP while it works, with the number of its checks. */
    heartbeat: z.strictObject(heartbeatFields).optional(),
    /** What is watched; more may lie in `conf.d`, but somewhere there must be one. */
    checks: z.array(checkConfigSchema).superRefine((checks, context) => {
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

/** What the agent's config file says. */
export type AgentConfig = z.infer<typeof agentConfigSchema>;

/** How one server is reached. */
export type ServerConfig = AgentConfig["server"];

/** The monitor of the agent itself. */
export type HeartbeatConfig = NonNullable<AgentConfig["heartbeat"]>;

/** One check of the config file. */
export type CheckConfig = AgentConfig["checks"][number];
