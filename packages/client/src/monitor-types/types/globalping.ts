import * as z from "zod";
import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { choice, choiceOrNull, flag, number, text, texts } from "../field-builders.ts";
import { portSchema } from "../field-schemas.ts";
import { optional } from "../monitor-field.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import type { Problem } from "../monitor-type-definition.ts";
import { headersField } from "./shared/headers.ts";
import { authField } from "./shared/http-auth.ts";
import type { BasicAuth, BearerAuth, NoAuth, OAuth2Auth } from "./shared/http-auth.ts";
import { jsonQueryDefaults } from "./shared/json-answer.ts";

const recordTypes = [
  "A",
  "AAAA",
  "ANY",
  "CNAME",
  "DNSKEY",
  "DS",
  "HTTPS",
  "MX",
  "NS",
  "NSEC",
  "PTR",
  "RRSIG",
  "SOA",
  "SRV",
  "SVCB",
  "TXT",
] as const satisfies readonly GlobalpingRecordType[];

/** The records that Globalping can ask for. */
export type GlobalpingRecordType =
  | "A"
  | "AAAA"
  | "ANY"
  | "CNAME"
  | "DNSKEY"
  | "DS"
  | "HTTPS"
  | "MX"
  | "NS"
  | "NSEC"
  | "PTR"
  | "RRSIG"
  | "SOA"
  | "SRV"
  | "SVCB"
  | "TXT";

/** The settings of a new Globalping monitor. A public service of the Internet does the checking. */
export interface GlobalpingMonitorInput extends CommonMonitorInput {
  /** UP when a probe somewhere in the world finds the target well. */
  readonly type: "globalping";
  /** The kind of request that the probe makes. @defaultValue `"ping"` */
  readonly subtype?: "ping" | "http" | "dns" | undefined;
  /** The target of `ping` and `dns`. @defaultValue none */
  readonly hostname?: string | undefined;
  /** The target of `http`. @defaultValue none */
  readonly url?: string | undefined;
  /** Where the probe is, such as `germany` or `amazon+germany`. @defaultValue `"world"` */
  readonly location?: string | undefined;
  /** `ICMP` or `TCP` for `ping`, `HTTP2` or `null` for `http`, `UDP` or `TCP` for `dns`. @defaultValue as the subtype needs */
  readonly protocol?: "ICMP" | "TCP" | "HTTP2" | "UDP" | null | undefined;
  /** The port of `dns`, and of `ping` over TCP. @defaultValue `80` for `ping`, `53` for `dns` */
  readonly port?: number | undefined;
  /** The kind of address that is used; `null` for either. @defaultValue `null` */
  readonly ipFamily?: "ipv4" | "ipv6" | null | undefined;
  /** How many packets `ping` sends. @defaultValue `3` */
  readonly pingCount?: number | undefined;
  /** The name server of `dns` and `http`. @defaultValue the probe's own */
  readonly dnsResolveServer?: string | undefined;
  /** The kind of record of `dns`. @defaultValue `"A"` */
  readonly dnsResolveType?: GlobalpingRecordType | undefined;
  /** The method of `http`. @defaultValue `"GET"` */
  readonly method?: "GET" | "HEAD" | "OPTIONS" | undefined;
  /** The headers of `http`, secrets often among them. @defaultValue none */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** How `http` authenticates itself. @defaultValue `{ method: "none" }` */
  readonly auth?: NoAuth | BasicAuth | BearerAuth | OAuth2Auth | undefined;
  /** The status codes of `http` that are right. @defaultValue `["200-299"]` */
  readonly acceptedStatusCodes?: readonly string[] | undefined;
  /** What the answer of `http` must have in it; for `dns` an expression that a record must match. @defaultValue none */
  readonly keyword?: string | undefined;
  /** Whether the keyword must be missing instead. @defaultValue `false` */
  readonly invertKeyword?: boolean | undefined;
  /** The JSONata expression that picks a value out of the answer of `http`. @defaultValue `"$"` */
  readonly jsonPath?: string | undefined;
  /** How the value is compared with `expectedValue`. @defaultValue `"=="` */
  readonly jsonPathOperator?: "==" | "!=" | ">" | ">=" | "<" | "<=" | "contains" | undefined;
  /** What the value is compared with. @defaultValue none, nothing is compared */
  readonly expectedValue?: string | undefined;
  /** Whether a bad certificate is taken. @defaultValue `false` */
  readonly ignoreTls?: boolean | undefined;
  /** Whether it alerts before the certificate runs out. @defaultValue `false` */
  readonly expiryNotification?: boolean | undefined;
  /** Whether each request carries a random parameter, so that no cache answers it. @defaultValue `false` */
  readonly cacheBust?: boolean | undefined;
}

type Subtype = NonNullable<GlobalpingMonitorInput["subtype"]>;

// The first one is what the server's page chooses.
const protocols: Readonly<Record<Subtype, readonly GlobalpingMonitorInput["protocol"][]>> = {
  ping: ["ICMP", "TCP"],
  http: [null, "HTTP2"],
  dns: ["UDP", "TCP"],
};

const ports: Readonly<Record<Subtype, number | null>> = { ping: 80, http: null, dns: 53 };

function check(settings: Partial<GlobalpingMonitorInput>): Problem {
  const { subtype = "ping", protocol, hostname, url } = settings;
  if (subtype === "http" && (url === undefined || !/^https?:/.test(url) || !URL.canParse(url)))
    return ["url", "must be a URL that starts with http:// or https://"];
  if (subtype !== "http" && !hostname) return ["hostname", `is needed for ${subtype}`];
  const fitting = protocols[subtype];
  if (protocol !== undefined && !fitting.includes(protocol))
    return ["protocol", `must be ${fitting.map((name) => name ?? "null").join(" or ")} for ${subtype}`];
  return undefined;
}

/** A monitor that is checked from somewhere else. */
export const globalpingMonitorType = defineMonitorType<GlobalpingMonitorInput>({
  type: "globalping",
  title: "Globalping",
  summary: "Has a probe somewhere in the world ping, ask over HTTP or resolve, and is UP when that works.",
  since: "2.1",
  fields: {
    subtype: optional(choice("subtype", ["ping", "http", "dns"])),
    hostname: optional(text("hostname")),
    url: optional(text("url")),
    location: optional(text("location", { schema: z.string().regex(/^[^,]+$/, "must be one place, without a comma") })),
    protocol: optional(choiceOrNull("protocol", ["ICMP", "TCP", "HTTP2", "UDP"])),
    port: optional(number("port", { schema: portSchema })),
    ipFamily: optional(choiceOrNull("ipFamily", ["ipv4", "ipv6"])),
    pingCount: optional(number("ping_count", { schema: z.int().min(1).max(100), fallback: 1 })),
    dnsResolveServer: optional(text("dns_resolve_server")),
    dnsResolveType: optional(choice("dns_resolve_type", recordTypes)),
    method: optional(choice("method", ["GET", "HEAD", "OPTIONS"])),
    headers: headersField,
    auth: authField("none", "basic", "bearer", "oauth2"),
    acceptedStatusCodes: optional(texts("accepted_statuscodes")),
    keyword: optional(text("keyword")),
    invertKeyword: optional(flag("invertKeyword")),
    jsonPath: optional(text("jsonPath")),
    jsonPathOperator: optional(choice("jsonPathOperator", ["==", "!=", ">", ">=", "<", "<=", "contains"])),
    expectedValue: optional(text("expectedValue")),
    ignoreTls: optional(flag("ignoreTls")),
    expiryNotification: optional(flag("expiryNotification")),
    cacheBust: optional(flag("cacheBust")),
  },
  defaults: ({ subtype = "ping" }) => ({
    subtype,
    protocol: protocols[subtype][0],
    port: ports[subtype],
    ping_count: 3,
    dns_resolve_server: "",
    ...jsonQueryDefaults,
  }),
  check,
  example: { type: "globalping", name: "from everywhere", subtype: "dns", hostname: "example.com", location: "europe" },
});
