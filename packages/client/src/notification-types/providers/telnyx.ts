import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Telnyx. */
export const telnyxNotificationType = defineNotificationType({
  type: "telnyx",
  title: "Telnyx",
  since: "2.3",
  fields: {
    telnyxApiKey: text("API key.", { required: true, secret: true }),
    telnyxPhoneNumber: text("Number of the sender.", { required: true, example: "+15550101" }),
    telnyxMessagingProfileId: text("Messaging profile."),
    telnyxToNumber: text("Number that gets the message.", { required: true, example: "+15550100" }),
  },
});
