import { choice, text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** OneSender. */
export const onesenderNotificationType = defineNotificationType({
  type: "Onesender",
  title: "OneSender",
  since: "2.0",
  fields: {
    onesenderURL: url("Address of the API.", { required: true }),
    onesenderToken: text("API key.", { required: true, secret: true }),
    onesenderTypeReceiver: choice(["private", "group"], "Whether a person or a group gets the messages.", {
      required: true,
    }),
    onesenderReceiver: text("Number of the person or id of the group.", { required: true, example: "15550100" }),
  },
});
