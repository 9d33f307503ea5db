import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import { hostnameField, portField } from "./shared/address.ts";
import { domainExpiryFields } from "./shared/domain-expiry.ts";
import type { DomainExpiryInput } from "./shared/domain-expiry.ts";

/** The settings of a new Steam game server monitor. The server's settings must hold a Steam API key. */
export interface SteamMonitorInput extends CommonMonitorInput, DomainExpiryInput {
  /** UP when Steam lists a game server. */
  readonly type: "steam";
  /** The host of the game server. */
  readonly hostname: string;
  /** Its port. */
  readonly port: number;
}

/** A monitor that asks Steam for a game server. */
export const steamMonitorType = defineMonitorType<SteamMonitorInput>({
  type: "steam",
  title: "Steam game server",
  summary: "Asks Steam for a game server, and is UP when it is listed.",
  since: "1.23",
  fields: { hostname: hostnameField, port: portField, ...domainExpiryFields },
  example: { type: "steam", name: "game server", hostname: "127.0.0.1", port: 27_015 },
});
