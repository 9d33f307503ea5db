import * as z from "zod";
import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { choice, someText, text } from "../field-builders.ts";
import { optional } from "../monitor-field.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import { portField } from "./shared/address.ts";
import { conditions } from "./shared/conditions.ts";
import type { Condition } from "./shared/conditions.ts";
import { domainExpiryFields } from "./shared/domain-expiry.ts";
import type { DomainExpiryInput } from "./shared/domain-expiry.ts";

/** The settings of a new MQTT monitor. */
export interface MqttMonitorInput extends CommonMonitorInput, DomainExpiryInput {
  /** UP when a right message comes on a topic. */
  readonly type: "mqtt";
  /** The broker: a URL that starts with `mqtt://`, `mqtts://`, `ws://` or `wss://`. */
  readonly hostname: string;
  /** Its port. */
  readonly port: number;
  /** The topic. */
  readonly mqttTopic: string;
  /** The user. @defaultValue none */
  readonly mqttUsername?: string | undefined;
  /** The password; a secret. @defaultValue none */
  readonly mqttPassword?: string | undefined;
  /** The path of a broker behind a websocket, such as `/mqtt`. Needs 2.0. @defaultValue none */
  readonly mqttWebsocketPath?: string | undefined;
  /** How a message is judged; `json-query` needs 2.0. @defaultValue `"keyword"` */
  readonly mqttCheckType?: "keyword" | "json-query" | undefined;
  /** What a message must have in it, when judged by keyword. @defaultValue none, any message is right */
  readonly mqttSuccessMessage?: string | undefined;
  /** The JSONata expression that picks a value out of a message, when judged by JSON query. Needs 2.0. @defaultValue `"$"` */
  readonly jsonPath?: string | undefined;
  /** What that value must be. Needs 2.0. @defaultValue none */
  readonly expectedValue?: string | undefined;
  /** What topic, message and value must be, instead of the above. Needs 2.1. @defaultValue none */
  readonly conditions?: readonly Condition<"topic" | "message" | "json_value">[] | undefined;
}

const pathSchema = z.string().regex(/^(?:\/[\w\-&()*+]*)?$/, "must start with a / and hold no other");

/** A monitor that listens to an MQTT topic. */
export const mqttMonitorType = defineMonitorType<MqttMonitorInput>({
  type: "mqtt",
  title: "MQTT",
  summary: "Listens to a topic of a broker, and is UP when a right message comes.",
  since: "1.23",
  fields: {
    hostname: someText("hostname"),
    port: portField,
    mqttTopic: someText("mqttTopic"),
    mqttUsername: optional(text("mqttUsername")),
    mqttPassword: optional(text("mqttPassword", { isSecret: true })),
    mqttWebsocketPath: optional(text("mqttWebsocketPath", { schema: pathSchema })),
    mqttCheckType: optional(choice("mqttCheckType", ["keyword", "json-query"])),
    mqttSuccessMessage: optional(text("mqttSuccessMessage")),
    jsonPath: optional(text("jsonPath", { since: "2.0" })),
    expectedValue: optional(text("expectedValue", { since: "2.0" })),
    conditions: conditions(["topic", "message", "json_value"], { since: "2.1" }),
    ...domainExpiryFields,
  },
  defaults: () => ({ jsonPath: "$" }),
  example: {
    type: "mqtt",
    name: "thermometer",
    hostname: "mqtt://127.0.0.1",
    port: 1883,
    mqttTopic: "house/temperature",
    mqttSuccessMessage: "celsius",
  },
});
