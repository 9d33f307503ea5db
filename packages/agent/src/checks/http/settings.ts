import * as z from "zod";
import { durationSetting } from "../../config/settings/duration-setting.ts";
import { plainText } from "../../config/settings/text-settings.ts";
import { settingTraits } from "../../config/settings/setting-traits.ts";
import { textPattern } from "../shared/text-pattern.settings.ts";
import { caFileSetting, connectionSettings, socketSetting } from "../shared/connection.settings.ts";
import type { SettingConflict } from "../about-check-type.ts";
import { defineCheckType } from "../define-check-type.ts";
import { boundsOf } from "./status-in-ranges.ts";

const statusProblem = 'must be status codes from 100 to 599: 200, "200-299", or a list of such';

const statusRange = z
  .union([z.number(), z.string()], { error: statusProblem })
  .refine((given) => boundsOf(given) !== undefined, statusProblem);

/** The schema of HTTP status codes: `200`, `"200-299"` or a list of such. */
const statusRanges = z.union([statusRange, z.array(statusRange).min(1).max(50)], { error: statusProblem });

/** The schema of a JSON Pointer (RFC 6901): `/status`, `/checks/0/ok`; a slash in a key is `~1`, a tilde `~0`. */
const jsonPointer = z
  .string()
  .max(500, "must be at most 500 characters")
  .regex(/^(?:\/(?:[^~/]|~[01])*)*$/u, "must be a JSON pointer, as /status or /checks/0/ok");

function urlProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return "is not a URL, as in https://shop.example/health";
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") return "must start with http:// or https://";
  if (url.username !== "" || url.password !== "") return "must not hold a user or password; there is `login` for that";
  return url.hash === "" ? undefined : "must not hold a #";
}

/** The schema of an address to ask: http or https, no credentials. */
const httpUrl = z
  .string()
  .max(4096, "must be at most 4096 characters")
  .superRefine((text, context) => {
    const message = urlProblem(text);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });

const headerText = z
  .string()
  .max(4096, "must be at most 4096 characters")
  .regex(/^[\t\x20-\x7E\x80-\xFF]*$/, "must be one line of Latin characters");

const headerValue = z.union([headerText, z.strictObject({ file: plainText(4096) })], {
  error: 'must be a text, or { "file": … } for a secret',
});

const headersSetting = z
  .record(z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "is not a header name"), headerValue)
  .refine((given) => Object.keys(given).length <= 50, "must be at most 50");

const loginSetting = z.strictObject({
  username: plainText(200).regex(/^[^:]*$/, "must not contain a colon"),
  passwordFile: plainText(4096),
});

/** Asks a web server, and looks at its answer. */
export const httpCheck = defineCheckType({
  type: "http",
  example: {
    type: "http",
    name: "shop",
    url: "http://127.0.0.1:8080/health",
    contains: "healthy",
    maxResponseTime: "2s",
    interval: 60,
    tokenFile: "tokens/shop",
  },
  options: {
    url: httpUrl.describe("What is asked: http or https, without a user or password."),
    method: z
      .enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
      .optional()
      .describe("`GET` when left out, `POST` when there is a `body`."),
    headers: headersSetting
      .default({})
      .describe('Headers to send. A secret goes into a file: `{ "X-Api-Key": { "file": "secrets/key" } }`.'),
    body: z.string().max(65_536, "must be at most 65536 characters").optional().describe("What is sent."),
    login: loginSetting.optional().describe("Basic authentication: `username` and `passwordFile`."),
    bearerTokenFile: plainText(4096).optional().describe("A file with a token for `Authorization: Bearer`."),
    expectStatus: statusRanges
      .default("200-299")
      .describe('The right status codes: `200`, `"200-299"` or a list of such.'),
    contains: textPattern
      .optional()
      .describe("What must be in the first MiB of the body: a text, or a regular expression as in `/^ok$/m`."),
    notContains: textPattern.optional().describe("What must not be there; as `contains`."),
    json: z
      .record(jsonPointer, z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .register(settingTraits, { flag: "expect-json" })
      .optional()
      .describe('What the JSON of the body must hold, by JSON pointers: `{ "/status": "ok", "/checks/0/up": true }`.'),
    maxResponseTime: durationSetting({ min: 0.001, max: 300 })
      .optional()
      .describe("An answer that takes longer, redirects and body included, is DOWN."),
    redirects: z
      .int()
      .min(0)
      .max(20)
      .default(5)
      .describe(
        "How many redirects are followed; with 0 the redirect is the answer. To another origin neither `headers` nor " +
          "logins nor the `body` go.",
      ),
    socket: socketSetting.optional().describe("A Unix socket that is asked instead of the URL's host."),
    caFile: caFileSetting,
    insecure: z.boolean().default(false).describe("Accept any certificate."),
    ...connectionSettings,
  },
  conflicts({ method, body, contains, json, ...rest }) {
    const found: SettingConflict[] = [];
    if (body !== undefined && (method === "GET" || method === "HEAD")) {
      found.push({ setting: "body", message: `cannot be sent with ${method}` });
    }
    if (method === "HEAD" && contains !== undefined)
      found.push({ setting: "contains", message: "needs a body, and HEAD brings none" });
    if (method === "HEAD" && json !== undefined)
      found.push({ setting: "json", message: "needs a body, and HEAD brings none" });
    if (rest.login !== undefined && rest.bearerTokenFile !== undefined) {
      found.push({ setting: "bearerTokenFile", message: "cannot be set together with login" });
    }
    return found;
  },
});
