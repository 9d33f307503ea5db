import { url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** SIGNL4. */
export const signl4NotificationType = defineNotificationType({
  type: "SIGNL4",
  title: "SIGNL4",
  since: "2.0",
  fields: {
    webhookURL: url("Address of the team's webhook.", { required: true, secret: true }),
  },
});
