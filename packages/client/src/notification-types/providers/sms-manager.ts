import { choice, text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** SMSManager. */
export const smsManagerNotificationType = defineNotificationType({
  type: "SMSManager",
  title: "SMSManager",
  since: "1.23",
  fields: {
    smsmanagerApiKey: text("API key.", { required: true, secret: true }),
    numbers: text("Numbers that get the message.", { required: true, example: "+420555010000" }),
    messageType: choice(["economy", "lowcost", "high"], "Kind of the messages."),
  },
});
