import { choice, flag, text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** MAX. */
export const maxNotificationType = defineNotificationType({
  type: "max",
  title: "MAX",
  since: "2.3",
  fields: {
    maxBotToken: text("Token of the bot.", { required: true, secret: true }),
    maxChatID: text("Chat that gets the messages.", { required: true, example: "1234567890" }),
    maxApiUrl: url("Address of the API."),
    maxUseTemplate: flag("Uses the template."),
    maxTemplate: text("Liquid template of the messages.", { neededWith: ["maxUseTemplate", true] }),
    maxTemplateFormat: choice(["plain", "markdown", "html"], "Markup of the template."),
  },
});
