import { url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Pumble. */
export const pumbleNotificationType = defineNotificationType({
  type: "pumble",
  title: "Pumble",
  since: "2.0",
  fields: {
    webhookURL: url("Address of the webhook.", { required: true, secret: true }),
  },
});
