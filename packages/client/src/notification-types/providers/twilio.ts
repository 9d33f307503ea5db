import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Twilio. */
export const twilioNotificationType = defineNotificationType({
  type: "twilio",
  title: "Twilio",
  since: "1.23",
  fields: {
    twilioAccountSID: text("SID of the account.", { required: true, example: "ACexample" }),
    twilioApiKey: text("API key, when the token belongs to one.", { secret: true }),
    twilioAuthToken: text("Token of the account or secret of the API key.", { required: true, secret: true }),
    twilioFromNumber: text("Number of the sender.", { example: "+15550101" }),
    twilioMessagingServiceSID: text("Messaging service that sends instead of a number.", { since: "2.1" }),
    twilioToNumber: text("Number that gets the message.", { required: true, example: "+15550100" }),
  },
  needsOneOf: ["twilioFromNumber", "twilioMessagingServiceSID"],
});
