import * as z from "zod";
import { choice, choiceOrNull, flag, number, referenceOrNull, text, texts } from "../../field-builders.ts";
import { countSchema, urlSchema } from "../../field-schemas.ts";
import { optional } from "../../monitor-field.ts";
import type { MonitorFields, Problem } from "../../monitor-type-definition.ts";
import { domainExpiryFields } from "./domain-expiry.ts";
import type { DomainExpiryInput } from "./domain-expiry.ts";
import { headersField } from "./headers.ts";
import { authField } from "./http-auth.ts";
import type { HttpAuth } from "./http-auth.ts";

/** A request over HTTP, and what answer is right. */
export interface HttpRequestInput extends DomainExpiryInput {
  /** What is asked for: `http://…` or `https://…`. */
  readonly url: string;
  /** The method of the request. @defaultValue `"GET"` */
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS" | undefined;
  /** The body of the request, in the encoding of `httpBodyEncoding`. @defaultValue none */
  readonly body?: string | undefined;
  /** What the body is; `form` needs 2.0. @defaultValue `"json"` */
  readonly httpBodyEncoding?: "json" | "form" | "xml" | undefined;
  /** The headers of the request, secrets often among them. @defaultValue none */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** How the request authenticates itself. @defaultValue `{ method: "none" }` */
  readonly auth?: HttpAuth | undefined;
  /** Seconds until the request is given up. @defaultValue 80 % of the interval */
  readonly timeout?: number | undefined;
  /** How many redirects are followed; 0 for none. @defaultValue `10` */
  readonly maxRedirects?: number | undefined;
  /** The status codes that are right, such as `"204"` or `"200-299"`. @defaultValue `["200-299"]` */
  readonly acceptedStatusCodes?: readonly string[] | undefined;
  /** Whether a bad certificate is taken. @defaultValue `false` */
  readonly ignoreTls?: boolean | undefined;
  /** Whether it alerts before the certificate runs out. @defaultValue `false` */
  readonly expiryNotification?: boolean | undefined;
  /** Whether each request carries a random parameter, so that no cache answers it. Needs 2.0. @defaultValue `false` */
  readonly cacheBust?: boolean | undefined;
  /** The kind of address that is used; `null` for either. Needs 2.0. @defaultValue `null` */
  readonly ipFamily?: "ipv4" | "ipv6" | null | undefined;
  /** The id of the proxy; `null` for none. @defaultValue `null` */
  readonly proxyId?: number | null | undefined;
  /** Whether the answer is kept with each heartbeat. Needs 2.1. @defaultValue `false` */
  readonly saveResponse?: boolean | undefined;
  /** Whether the answer is kept with each DOWN heartbeat. Needs 2.1. @defaultValue `true` */
  readonly saveErrorResponse?: boolean | undefined;
  /** How many bytes of an answer are kept, up to 1,048,576. Needs 2.1. @defaultValue `1024` */
  readonly responseMaxLength?: number | undefined;
}

const statusCodes = z.string().regex(/^[1-9]\d{2}(?:-[1-9]\d{2})?$/, 'must be like "204" or "200-299"');

/** The fields of {@link HttpRequestInput}. */
export const httpRequestFields: MonitorFields<HttpRequestInput> = {
  url: text("url", { schema: urlSchema("http", "https") }),
  method: optional(choice("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])),
  body: optional(text("body")),
  httpBodyEncoding: optional(choice("httpBodyEncoding", ["json", "form", "xml"], { sinceByValue: { form: "2.0" } })),
  headers: headersField,
  auth: authField("none", "basic", "bearer", "ntlm", "oauth2", "mtls"),
  timeout: optional(number("timeout")),
  maxRedirects: optional(number("maxredirects", { schema: countSchema })),
  acceptedStatusCodes: optional(texts("accepted_statuscodes", { item: statusCodes })),
  ignoreTls: optional(flag("ignoreTls")),
  expiryNotification: optional(flag("expiryNotification")),
  cacheBust: optional(flag("cacheBust")),
  ipFamily: optional(choiceOrNull("ipFamily", ["ipv4", "ipv6"])),
  proxyId: optional(referenceOrNull("proxyId")),
  saveResponse: optional(flag("saveResponse")),
  saveErrorResponse: optional(flag("saveErrorResponse", { fallback: true })),
  responseMaxLength: optional(number("responseMaxLength", { schema: countSchema.max(1_048_576), fallback: 1024 })),
  ...domainExpiryFields,
};

/** A body that is no JSON although it is said to be is DOWN at every check. */
export function checkJsonBody({ body, httpBodyEncoding = "json" }: Partial<HttpRequestInput>): Problem {
  if (body === undefined || body.trim() === "" || httpBodyEncoding !== "json") return undefined;
  try {
    JSON.parse(body);
    return undefined;
  } catch {
    return ["body", 'is no JSON; set httpBodyEncoding to "form" or "xml" for another one'];
  }
}
