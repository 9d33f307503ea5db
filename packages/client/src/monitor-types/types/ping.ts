import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { flag, number } from "../field-builders.ts";
import * as z from "zod";
import { optional } from "../monitor-field.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import { hostnameField } from "./shared/address.ts";
import { domainExpiryFields } from "./shared/domain-expiry.ts";
import type { DomainExpiryInput } from "./shared/domain-expiry.ts";

/** The settings of a new ping monitor. */
export interface PingMonitorInput extends CommonMonitorInput, DomainExpiryInput {
  /** UP when a host answers echo requests. */
  readonly type: "ping";
  /** The host. */
  readonly hostname: string;
  /** Bytes in a packet, 1 to 65,500. @defaultValue `56` */
  readonly packetSize?: number | undefined;
  /** How many packets are sent, 1 to 100. Needs 2.0. @defaultValue `3` */
  readonly pingCount?: number | undefined;
  /** Whether the answer names the host by its address, without asking for its name. Needs 2.0. @defaultValue `true` */
  readonly pingNumeric?: boolean | undefined;
  /** Seconds to wait for the answer to one packet, 1 to 60. Needs 2.0. @defaultValue `2` */
  readonly pingPerRequestTimeout?: number | undefined;
  /** Seconds for all packets together, 1 to 300, and not less than for one. Needs 2.0. @defaultValue `10` */
  readonly timeout?: number | undefined;
}

const between = (least: number, most: number): z.ZodType<number> =>
  z.int().min(least, `must be at least ${least}`).max(most, `must be at most ${most}`);

/** A monitor that sends echo requests. */
export const pingMonitorType = defineMonitorType<PingMonitorInput>({
  type: "ping",
  title: "Ping",
  summary: "Sends echo requests, and is UP when the host answers.",
  since: "1.23",
  fields: {
    hostname: hostnameField,
    packetSize: optional(number("packetSize", { schema: between(1, 65_500), fallback: 56 })),
    pingCount: optional(number("ping_count", { schema: between(1, 100), fallback: 1 })),
    pingNumeric: optional(flag("ping_numeric", { fallback: true })),
    pingPerRequestTimeout: optional(number("ping_per_request_timeout", { schema: between(1, 60), fallback: 2 })),
    timeout: optional(number("timeout", { schema: between(1, 300), fallback: 10, since: "2.0" })),
    ...domainExpiryFields,
  },
  defaults: () => ({ packetSize: 56, ping_count: 3, ping_numeric: true, ping_per_request_timeout: 2, timeout: 10 }),
  check: ({ timeout = 10, pingPerRequestTimeout = 2 }) =>
    timeout < pingPerRequestTimeout ? ["timeout", "must not be less than pingPerRequestTimeout"] : undefined,
  example: { type: "ping", name: "router", hostname: "127.0.0.1", packetSize: 64 },
});
