import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { choiceOrNull } from "../field-builders.ts";
import { optional } from "../monitor-field.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import { hostnameField, portField } from "./shared/address.ts";
import { domainExpiryFields } from "./shared/domain-expiry.ts";
import type { DomainExpiryInput } from "./shared/domain-expiry.ts";

/** The settings of a new SMTP monitor. */
export interface SmtpMonitorInput extends CommonMonitorInput, DomainExpiryInput {
  /** UP when a mail server takes a connection. */
  readonly type: "smtp";
  /** The host of the mail server. */
  readonly hostname: string;
  /** Its port. */
  readonly port: number;
  /**
   * TLS from the start (`secure`), after a word in clear (`starttls`), never (`nostarttls`), or when the server offers it
   * (`null`). @defaultValue `null`
   */
  readonly smtpSecurity?: "secure" | "starttls" | "nostarttls" | null | undefined;
}

/** A monitor that connects to a mail server. */
export const smtpMonitorType = defineMonitorType<SmtpMonitorInput>({
  type: "smtp",
  title: "SMTP",
  summary: "Connects to a mail server, and is UP when it is ready.",
  since: "2.0",
  fields: {
    hostname: hostnameField,
    port: portField,
    smtpSecurity: optional(choiceOrNull("smtpSecurity", ["secure", "starttls", "nostarttls"])),
    ...domainExpiryFields,
  },
  example: { type: "smtp", name: "mail", hostname: "127.0.0.1", port: 25, smtpSecurity: "nostarttls" },
});
