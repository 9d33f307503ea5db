import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** GTX Messaging. */
export const gtxMessagingNotificationType = defineNotificationType({
  type: "gtxmessaging",
  title: "GTX Messaging",
  since: "2.0",
  fields: {
    gtxMessagingApiKey: text("API key.", { required: true, secret: true }),
    gtxMessagingFrom: text("Sender that is shown.", { required: true, example: "Kuma" }),
    gtxMessagingTo: text("Number that gets the message.", { required: true, example: "+15550100" }),
  },
});
