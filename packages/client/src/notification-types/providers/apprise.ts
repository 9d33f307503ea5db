import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Apprise. */
export const appriseNotificationType = defineNotificationType({
  type: "apprise",
  title: "Apprise",
  since: "1.23",
  fields: {
    appriseURL: text("Apprise address, such as `mailto://\u2026`; the `apprise` program must be on the server.", {
      required: true,
      secret: true,
      example: "json://127.0.0.1:9",
    }),
    title: text("Title of the messages."),
  },
});
