import { choice, number, text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Opsgenie. */
export const opsgenieNotificationType = defineNotificationType({
  type: "Opsgenie",
  title: "Opsgenie",
  since: "1.23",
  fields: {
    opsgenieRegion: choice(["us", "eu"], "Region of the account.", { required: true }),
    opsgenieApiKey: text("API key of the integration.", { required: true, secret: true }),
    opsgeniePriority: number("Priority of the alerts, 1 to 5.", { example: "3" }),
  },
});
