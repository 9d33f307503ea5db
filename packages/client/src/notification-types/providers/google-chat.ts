import { flag, number, text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Google Chat. */
export const googleChatNotificationType = defineNotificationType({
  type: "GoogleChat",
  title: "Google Chat",
  since: "1.23",
  fields: {
    googleChatWebhookURL: url("Address of the space's webhook.", { required: true, secret: true }),
    googleChatMaxRetries: number("How often a message is tried again when Google is busy.", {
      since: "2.1",
      example: "1",
    }),
    googleChatUseTemplate: flag("Uses the template.", { since: "2.0" }),
    googleChatTemplate: text("Liquid template of the messages.", {
      since: "2.0",
      neededWith: ["googleChatUseTemplate", true],
    }),
  },
});
