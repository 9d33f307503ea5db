import { choice, number, text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Gorush. */
export const gorushNotificationType = defineNotificationType({
  type: "gorush",
  title: "Gorush",
  since: "1.23",
  fields: {
    gorushServerURL: url("Address of the server.", { required: true }),
    gorushDeviceToken: text("Token of the device.", { required: true, secret: true }),
    gorushPlatform: choice(["ios", "android", "huawei"], "Kind of the device."),
    gorushTitle: text("Title of the messages."),
    gorushPriority: choice(["normal", "high"], "Priority of the messages."),
    gorushRetry: number("How often a message is tried again."),
    gorushTopic: text("Topic of the messages."),
  },
});
