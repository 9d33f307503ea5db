import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** BearSMS. */
export const bearSmsNotificationType = defineNotificationType({
  type: "bearsms",
  title: "BearSMS",
  since: "2.5.1",
  fields: {
    bearsmsUsername: text("Name of the account.", { required: true }),
    bearsmsHashKey: text("Hash key of the account.", { required: true, secret: true }),
    bearsmsPhoneNumber: text("Number that gets the message.", { required: true, example: "+15550100" }),
    bearsmsSenderId: text("Sender that is shown."),
  },
});
