import { text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Flowtriq. */
export const flowtriqNotificationType = defineNotificationType({
  type: "Flowtriq",
  title: "Flowtriq",
  since: "2.5",
  fields: {
    flowtriqWebhookUrl: url("Address of the webhook.", { required: true, secret: true }),
    flowtriqApiKey: text("API key.", { secret: true }),
  },
});
