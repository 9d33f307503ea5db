import * as z from "zod";
import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { number } from "../field-builders.ts";
import { optional } from "../monitor-field.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import { hostnameField, portField } from "./shared/address.ts";

/** The settings of a new NTP monitor. */
export interface NtpMonitorInput extends CommonMonitorInput {
  /** UP when a time server answers with a good time. */
  readonly type: "ntp";
  /** Seconds between checks; time servers do not like to be asked often. @defaultValue `300` */
  readonly interval?: number | undefined;
  /** The host of the time server. */
  readonly hostname: string;
  /** Its port. @defaultValue `123` */
  readonly port?: number | undefined;
  /** How far from a clock of reference it may be at most, 1 to 15. @defaultValue `5` */
  readonly ntpStratumThreshold?: number | undefined;
  /** Milliseconds by which its time may differ from the server's. @defaultValue `1000` */
  readonly ntpTimeOffsetThreshold?: number | undefined;
  /** Milliseconds of error that it may admit. @defaultValue `500` */
  readonly ntpRootDispersionThreshold?: number | undefined;
}

const milliseconds = z.number().min(1, "must be at least 1");

/** A monitor that asks a time server. */
export const ntpMonitorType = defineMonitorType<NtpMonitorInput>({
  type: "ntp",
  title: "NTP",
  summary: "Asks a time server, and is UP when its time is good.",
  since: "2.5",
  interval: 300,
  fields: {
    hostname: hostnameField,
    port: optional(portField),
    ntpStratumThreshold: optional(number("ntpStratumThreshold", { schema: z.int().min(1).max(15), fallback: 5 })),
    ntpTimeOffsetThreshold: optional(number("ntpTimeOffsetThreshold", { schema: milliseconds, fallback: 1000 })),
    ntpRootDispersionThreshold: optional(number("ntpRootDispersionThreshold", { schema: milliseconds, fallback: 500 })),
  },
  defaults: () => ({ port: 123 }),
  example: { type: "ntp", name: "time server", hostname: "127.0.0.1", ntpStratumThreshold: 3 },
});
