import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Notifery. */
export const notiferyNotificationType = defineNotificationType({
  type: "notifery",
  title: "Notifery",
  since: "2.0",
  fields: {
    notiferyApiKey: text("API key.", { required: true, secret: true }),
    notiferyTitle: text("Title of the messages."),
    notiferyGroup: text("Group of the messages."),
  },
});
