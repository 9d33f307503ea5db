import { choice, text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** FlashDuty. */
export const flashDutyNotificationType = defineNotificationType({
  type: "FlashDuty",
  title: "FlashDuty",
  since: "1.23",
  fields: {
    flashdutyIntegrationKey: text("Key of the integration, or its whole address.", { required: true, secret: true }),
    flashdutySeverity: choice(["Info", "Warning", "Critical"], "Severity of a DOWN.", { required: true }),
  },
});
