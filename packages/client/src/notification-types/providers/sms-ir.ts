import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** SMS.ir. */
export const smsIrNotificationType = defineNotificationType({
  type: "smsir",
  title: "SMS.ir",
  since: "2.1",
  fields: {
    smsirApiKey: text("API key.", { required: true, secret: true }),
    smsirNumber: text("Number that gets the message.", { required: true, example: "9123456789" }),
    smsirTemplate: text("Id of the template.", { required: true, example: "12345" }),
  },
});
