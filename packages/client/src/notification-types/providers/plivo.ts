import { choice, text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Plivo. */
export const plivoNotificationType = defineNotificationType({
  type: "plivo",
  title: "Plivo",
  since: "2.5",
  fields: {
    plivoAuthID: text("Id of the account.", { required: true }),
    plivoAuthToken: text("Token of the account.", { required: true, secret: true }),
    plivoMessageType: choice(["sms", "call"], "Whether a message is sent or a call is made."),
    plivoFromNumber: text("Number of the sender.", { required: true, example: "+15550101" }),
    plivoToNumber: text("Number that gets the message.", { required: true, example: "+15550100" }),
    plivoAnswerUrl: url("Address of the XML that a call reads out.", { neededWith: ["plivoMessageType", "call"] }),
  },
});
