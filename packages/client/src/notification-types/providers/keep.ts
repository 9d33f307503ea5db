import { text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Keep. */
export const keepNotificationType = defineNotificationType({
  type: "Keep",
  title: "Keep",
  since: "2.0",
  fields: {
    webhookURL: url("Address of Keep's API.", { required: true }),
    webhookAPIKey: text("API key.", { required: true, secret: true }),
  },
});
