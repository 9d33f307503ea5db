import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { choice, number, someText, text } from "../field-builders.ts";
import { optional } from "../monitor-field.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import { hostnameField, portField } from "./shared/address.ts";
import { domainExpiryFields } from "./shared/domain-expiry.ts";
import type { DomainExpiryInput } from "./shared/domain-expiry.ts";
import { jsonQueryDefaults, jsonQueryFields } from "./shared/json-answer.ts";
import type { JsonQueryInput } from "./shared/json-answer.ts";

/** The settings of a new SNMP monitor. */
export interface SnmpMonitorInput extends CommonMonitorInput, JsonQueryInput, DomainExpiryInput {
  /** UP when a device reports the right value. */
  readonly type: "snmp";
  /** The host of the device. */
  readonly hostname: string;
  /** Its port. @defaultValue `161` */
  readonly port?: number | undefined;
  /** The object that is asked for, such as `1.3.6.1.2.1.1.3.0`. */
  readonly snmpOid: string;
  /** The version of SNMP; `3` needs 2.1. @defaultValue `"2c"` */
  readonly snmpVersion?: "2c" | "1" | "3" | undefined;
  /** The community of SNMP 1 and 2c; a secret. @defaultValue `"public"` */
  readonly community?: string | undefined;
  /**
   * The user of SNMP 3. The server takes it in a new monitor only, and never gives it back: it reads as empty.
   * Needs 2.1. @defaultValue none
   */
  readonly snmpV3Username?: string | undefined;
  /** Seconds until the device is given up. @defaultValue `5` */
  readonly timeout?: number | undefined;
}

/** A monitor that asks a device over SNMP. */
export const snmpMonitorType = defineMonitorType<SnmpMonitorInput>({
  type: "snmp",
  title: "SNMP",
  summary: "Asks a device for a value over SNMP, and is UP when it is right.",
  since: "2.0",
  fields: {
    hostname: hostnameField,
    port: optional(portField),
    snmpOid: someText("snmpOid"),
    snmpVersion: optional(choice("snmpVersion", ["2c", "1", "3"], { sinceByValue: { "3": "2.1" } })),
    // The server has no separate column for it.
    community: optional(text("radiusPassword", { isSecret: true })),
    snmpV3Username: optional(text("snmpV3Username", { editableSince: null, isHidden: true })),
    timeout: optional(number("timeout")),
    ...jsonQueryFields,
    ...domainExpiryFields,
  },
  defaults: () => ({ port: 161, snmpVersion: "2c", radiusPassword: "public", timeout: 5, ...jsonQueryDefaults }),
  checkNew: ({ snmpVersion, snmpV3Username }) =>
    snmpVersion === "3" && !snmpV3Username ? ["snmpV3Username", "is needed for SNMP 3"] : undefined,
  example: {
    type: "snmp",
    name: "switch",
    hostname: "127.0.0.1",
    snmpOid: "1.3.6.1.2.1.1.5.0",
    expectedValue: "switch",
  },
});
