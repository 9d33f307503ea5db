import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { someText, text } from "../field-builders.ts";
import { optional } from "../monitor-field.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import { hostnameField, portField } from "./shared/address.ts";
import { domainExpiryFields } from "./shared/domain-expiry.ts";
import type { DomainExpiryInput } from "./shared/domain-expiry.ts";

/** The settings of a new RADIUS monitor. */
export interface RadiusMonitorInput extends CommonMonitorInput, DomainExpiryInput {
  /** UP when a user can log in. */
  readonly type: "radius";
  /** The host of the RADIUS server. */
  readonly hostname: string;
  /** Its port. @defaultValue `1812` */
  readonly port?: number | undefined;
  /** The user. */
  readonly radiusUsername: string;
  /** The user's password; a secret. */
  readonly radiusPassword: string;
  /** The secret that both servers share. */
  readonly radiusSecret: string;
  /** Where the user calls. */
  readonly radiusCalledStationId: string;
  /** Where the user calls from. */
  readonly radiusCallingStationId: string;
}

/** A monitor that logs in at a RADIUS server. */
export const radiusMonitorType = defineMonitorType<RadiusMonitorInput>({
  type: "radius",
  title: "RADIUS",
  summary: "Logs in at a RADIUS server, and is UP when it is let in.",
  since: "1.23",
  fields: {
    hostname: hostnameField,
    port: optional(portField),
    radiusUsername: someText("radiusUsername"),
    radiusPassword: text("radiusPassword", { isSecret: true }),
    radiusSecret: text("radiusSecret", { isSecret: true }),
    radiusCalledStationId: text("radiusCalledStationId"),
    radiusCallingStationId: text("radiusCallingStationId"),
    ...domainExpiryFields,
  },
  defaults: () => ({ port: 1812 }),
  example: {
    type: "radius",
    name: "wireless log-in",
    hostname: "127.0.0.1",
    radiusUsername: "monitor",
    radiusPassword: "secret",
    radiusSecret: "shared secret",
    radiusCalledStationId: "00-00-00-00-00-01",
    radiusCallingStationId: "00-00-00-00-00-02",
  },
});
