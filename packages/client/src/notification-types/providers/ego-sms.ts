import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** EgoSMS. */
export const egoSmsNotificationType = defineNotificationType({
  type: "egosms",
  title: "EgoSMS",
  since: "2.4",
  fields: {
    egosmsUsername: text("Name of the account.", { required: true }),
    egosmsPassword: text("Password of the account.", { required: true, secret: true }),
    egosmsPhoneNumber: text("Number that gets the message.", { required: true, example: "+15550100" }),
    egosmsSender: text("Sender that is shown."),
  },
});
