import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Seven.io. */
export const sevenIoNotificationType = defineNotificationType({
  type: "SevenIO",
  title: "Seven.io",
  since: "2.0",
  fields: {
    sevenioApiKey: text("API key.", { required: true, secret: true }),
    sevenioSender: text("Sender that is shown."),
    sevenioReceiver: text("Number that gets the message.", { required: true, example: "15550100" }),
    sevenioTo: text("Number that gets the message, as 2.0 reads it."),
  },
});
