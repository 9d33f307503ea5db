import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import { hostnameField, portField } from "./shared/address.ts";

/** The settings of a new SIP monitor. The server's host must have `sipsak`. */
export interface SipOptionsMonitorInput extends CommonMonitorInput {
  /** UP when a telephone server answers an OPTIONS request. */
  readonly type: "sip-options";
  /** The host of the telephone server. */
  readonly hostname: string;
  /** Its port. */
  readonly port: number;
}

/** A monitor that asks a telephone server. */
export const sipOptionsMonitorType = defineMonitorType<SipOptionsMonitorInput>({
  type: "sip-options",
  title: "SIP options ping",
  summary: "Sends an OPTIONS request to a telephone server, and is UP when it answers.",
  since: "2.1",
  fields: { hostname: hostnameField, port: portField },
  example: { type: "sip-options", name: "telephones", hostname: "127.0.0.1", port: 5060 },
});
