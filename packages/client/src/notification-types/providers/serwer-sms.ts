import { choice, text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** SerwerSMS. */
export const serwerSmsNotificationType = defineNotificationType({
  type: "serwersms",
  title: "SerwerSMS",
  since: "1.23",
  fields: {
    serwersmsUsername: text("Name of the API user.", { required: true }),
    serwersmsPassword: text("Password of the API user.", { required: true, secret: true }),
    serwersmsRecipientType: choice(["phone", "group"], "Whether a number or a group gets the messages.", {
      since: "2.1",
    }),
    serwersmsPhoneNumber: text("Number that gets the message.", { example: "+48555010000" }),
    serwersmsGroupId: text("Group that gets the messages.", {
      since: "2.1",
      neededWith: ["serwersmsRecipientType", "group"],
    }),
    serwersmsSenderName: text("Sender that is shown."),
  },
  needsOneOf: ["serwersmsPhoneNumber", "serwersmsGroupId"],
});
