import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import { hostnameField } from "./shared/address.ts";
import { domainExpiryFields } from "./shared/domain-expiry.ts";
import type { DomainExpiryInput } from "./shared/domain-expiry.ts";

/** The settings of a new Tailscale ping monitor. The server's host must have Tailscale. */
export interface TailscalePingMonitorInput extends CommonMonitorInput, DomainExpiryInput {
  /** UP when a host of the tailnet answers. */
  readonly type: "tailscale-ping";
  /** The host. */
  readonly hostname: string;
}

/** A monitor that pings through Tailscale. */
export const tailscalePingMonitorType = defineMonitorType<TailscalePingMonitorInput>({
  type: "tailscale-ping",
  title: "Tailscale ping",
  summary: "Pings a host of the tailnet, and is UP when it answers.",
  since: "1.23",
  fields: { hostname: hostnameField, ...domainExpiryFields },
  example: { type: "tailscale-ping", name: "laptop", hostname: "127.0.0.1" },
});
