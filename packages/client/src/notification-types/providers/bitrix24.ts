import { text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Bitrix24. */
export const bitrix24NotificationType = defineNotificationType({
  type: "Bitrix24",
  title: "Bitrix24",
  since: "2.0",
  fields: {
    bitrix24WebhookURL: url("Address of the webhook.", { required: true, secret: true }),
    bitrix24UserID: text("User who gets the messages.", { required: true, example: "1" }),
  },
});
