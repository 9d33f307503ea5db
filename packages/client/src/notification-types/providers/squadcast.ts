import { url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Squadcast. */
export const squadcastNotificationType = defineNotificationType({
  type: "squadcast",
  title: "Squadcast",
  since: "1.23",
  fields: {
    squadcastWebhookURL: url("Address of the webhook.", { required: true, secret: true }),
  },
});
