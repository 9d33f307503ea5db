import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Pushy. */
export const pushyNotificationType = defineNotificationType({
  type: "pushy",
  title: "Pushy",
  since: "1.23",
  fields: {
    pushyAPIKey: text("Secret API key.", { required: true, secret: true }),
    pushyToken: text("Token of the device.", { required: true, secret: true }),
  },
});
