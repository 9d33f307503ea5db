import { choice, flag, text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** PromoSMS. */
export const promoSmsNotificationType = defineNotificationType({
  type: "promosms",
  title: "PromoSMS",
  since: "1.23",
  fields: {
    promosmsLogin: text("Name of the account.", { required: true }),
    promosmsPassword: text("Password of the account.", { required: true, secret: true }),
    promosmsPhoneNumber: text("Number that gets the message.", { required: true, example: "+48555010000" }),
    promosmsSMSType: choice(["0", "1", "3", "4"], "Kind of the messages."),
    promosmsSenderName: text("Sender that is shown."),
    promosmsAllowLongSMS: flag("Allows messages of several parts."),
  },
});
