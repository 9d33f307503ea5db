import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { choice, flag } from "../field-builders.ts";
import { optional } from "../monitor-field.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import { hostnameField, portField } from "./shared/address.ts";
import { domainExpiryFields } from "./shared/domain-expiry.ts";
import type { DomainExpiryInput } from "./shared/domain-expiry.ts";
import { authField } from "./shared/http-auth.ts";
import type { MutualTlsAuth, NoAuth } from "./shared/http-auth.ts";

const alerts = [
  "none",
  "certificate_required",
  "bad_certificate",
  "certificate_unknown",
  "unknown_ca",
  "access_denied",
  "handshake_failure",
  "certificate_expired",
  "certificate_revoked",
] as const satisfies readonly TlsAlert[];

/** The alert with which a TLS server turns a client away; `none` for being let in. */
export type TlsAlert =
  | "none"
  | "certificate_required"
  | "bad_certificate"
  | "certificate_unknown"
  | "unknown_ca"
  | "access_denied"
  | "handshake_failure"
  | "certificate_expired"
  | "certificate_revoked";

/** The settings of a new TCP port monitor. */
export interface PortMonitorInput extends CommonMonitorInput, DomainExpiryInput {
  /** UP when a TCP port takes a connection. */
  readonly type: "port";
  /** The host. */
  readonly hostname: string;
  /** The port. */
  readonly port: number;
  /** Whether TLS is spoken, and how it begins. Needs 2.1. @defaultValue `"nostarttls"`, no TLS */
  readonly smtpSecurity?: "nostarttls" | "secure" | "starttls" | undefined;
  /** Whether it alerts before the certificate runs out. Needs 2.1. @defaultValue `false` */
  readonly expiryNotification?: boolean | undefined;
  /** Whether a bad certificate is taken. Needs 2.1. @defaultValue `false` */
  readonly ignoreTls?: boolean | undefined;
  /** The TLS alert that is UP, for a server that must turn strangers away. Needs 2.1. @defaultValue `"none"` */
  readonly expectedTlsAlert?: TlsAlert | undefined;
  /** The certificate that is shown to a server with `expectedTlsAlert`. Needs 2.1. @defaultValue none */
  readonly auth?: NoAuth | MutualTlsAuth | undefined;
}

const tls = { since: "2.1" };

/** A monitor that opens a TCP connection. */
export const portMonitorType = defineMonitorType<PortMonitorInput>({
  type: "port",
  title: "TCP port",
  summary: "Opens a TCP connection, and is UP when it is taken; with TLS when asked.",
  since: "1.23",
  fields: {
    hostname: hostnameField,
    port: portField,
    smtpSecurity: optional(choice("smtpSecurity", ["nostarttls", "secure", "starttls"], tls)),
    expiryNotification: optional(flag("expiryNotification", tls)),
    ignoreTls: optional(flag("ignoreTls", tls)),
    expectedTlsAlert: optional(choice("expectedTlsAlert", alerts, tls)),
    auth: { ...authField("none", "mtls"), ...tls },
    ...domainExpiryFields,
  },
  example: { type: "port", name: "database port", hostname: "127.0.0.1", port: 5432 },
});
