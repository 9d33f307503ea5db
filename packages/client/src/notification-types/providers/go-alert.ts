import { text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** GoAlert. */
export const goAlertNotificationType = defineNotificationType({
  type: "GoAlert",
  title: "GoAlert",
  since: "1.23",
  fields: {
    goAlertBaseURL: url("Address of GoAlert.", { required: true }),
    goAlertToken: text("Token of the generic API integration.", { required: true, secret: true }),
  },
});
