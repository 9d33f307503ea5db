import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { flag, someText, text } from "../field-builders.ts";
import { optional } from "../monitor-field.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import { hostnameField, portField } from "./shared/address.ts";
import { domainExpiryFields } from "./shared/domain-expiry.ts";
import type { DomainExpiryInput } from "./shared/domain-expiry.ts";

/** The settings of a new GameDig monitor. */
export interface GamedigMonitorInput extends CommonMonitorInput, DomainExpiryInput {
  /** UP when a game server answers in its own protocol. */
  readonly type: "gamedig";
  /** The game, by its GameDig id; some ids are others since 2.1. */
  readonly game: string;
  /** The host of the game server. */
  readonly hostname: string;
  /** Its port. */
  readonly port: number;
  /** Whether only this port is tried, and none near it. @defaultValue `true` */
  readonly gamedigGivenPortOnly?: boolean | undefined;
  /** The token that some games ask for; a secret. Needs 2.4. @defaultValue none */
  readonly gamedigToken?: string | undefined;
}

/** A monitor that asks a game server. */
export const gamedigMonitorType = defineMonitorType<GamedigMonitorInput>({
  type: "gamedig",
  title: "GameDig",
  summary: "Asks a game server in its own protocol, and is UP when it answers.",
  since: "1.23",
  fields: {
    game: someText("game"),
    hostname: hostnameField,
    port: portField,
    gamedigGivenPortOnly: optional(flag("gamedigGivenPortOnly", { fallback: true })),
    gamedigToken: optional(text("gamedigToken", { isSecret: true })),
    ...domainExpiryFields,
  },
  example: { type: "gamedig", name: "minecraft", game: "minecraft", hostname: "127.0.0.1", port: 25_565 },
});
