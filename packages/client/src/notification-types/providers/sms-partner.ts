import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** SMSPartner. */
export const smsPartnerNotificationType = defineNotificationType({
  type: "SMSPartner",
  title: "SMSPartner",
  since: "2.0",
  fields: {
    smspartnerApikey: text("API key.", { required: true, secret: true }),
    smspartnerPhoneNumber: text("Number that gets the message.", { required: true, example: "+33555010000" }),
    smspartnerSenderName: text("Sender that is shown.", { required: true, example: "Kuma" }),
  },
});
