import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { choice, someText } from "../field-builders.ts";
import { optional } from "../monitor-field.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import { hostnameField, portField } from "./shared/address.ts";
import { conditions } from "./shared/conditions.ts";
import type { Condition } from "./shared/conditions.ts";
import { domainExpiryFields } from "./shared/domain-expiry.ts";
import type { DomainExpiryInput } from "./shared/domain-expiry.ts";

const recordTypes = [
  "A",
  "AAAA",
  "CAA",
  "CNAME",
  "MX",
  "NS",
  "PTR",
  "SOA",
  "SRV",
  "TXT",
] as const satisfies readonly DnsRecordType[];

/** The records that a DNS monitor can ask for. */
export type DnsRecordType = "A" | "AAAA" | "CAA" | "CNAME" | "MX" | "NS" | "PTR" | "SOA" | "SRV" | "TXT";

/** The settings of a new DNS monitor. */
export interface DnsMonitorInput extends CommonMonitorInput, DomainExpiryInput {
  /** UP when a name server knows a name. */
  readonly type: "dns";
  /** The name that is asked for. */
  readonly hostname: string;
  /** The name servers, with commas between them. @defaultValue `"1.1.1.1"` */
  readonly dnsResolveServer?: string | undefined;
  /** Their port. @defaultValue `53` */
  readonly port?: number | undefined;
  /** The kind of record. @defaultValue `"A"` */
  readonly dnsResolveType?: DnsRecordType | undefined;
  /** What the records must be. Needs 2.0. @defaultValue none */
  readonly conditions?: readonly Condition<"record">[] | undefined;
}

/** A monitor that asks a name server. */
export const dnsMonitorType = defineMonitorType<DnsMonitorInput>({
  type: "dns",
  title: "DNS",
  summary: "Asks a name server for a name, and is UP when it knows it.",
  since: "1.23",
  fields: {
    hostname: hostnameField,
    dnsResolveServer: optional(someText("dns_resolve_server")),
    port: optional(portField),
    dnsResolveType: optional(choice("dns_resolve_type", recordTypes)),
    conditions: conditions(["record"]),
    ...domainExpiryFields,
  },
  defaults: () => ({ dns_resolve_server: "1.1.1.1", port: 53 }),
  example: {
    type: "dns",
    name: "name server",
    hostname: "example.com",
    dnsResolveServer: "127.0.0.1",
    dnsResolveType: "MX",
  },
});
