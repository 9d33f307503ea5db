import { choice, flag, text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Telegram. */
export const telegramNotificationType = defineNotificationType({
  type: "telegram",
  title: "Telegram",
  since: "1.23",
  fields: {
    telegramBotToken: text("Token of the bot, from @BotFather.", { required: true, secret: true }),
    telegramChatID: text("Chat, group or channel that gets the messages.", {
      required: true,
      example: "-1001234567890",
    }),
    telegramMessageThreadID: text("Topic of the group."),
    telegramServerUrl: url("Address of another Bot API server; leave it out for Telegram's own.", { since: "2.0" }),
    telegramSendSilently: flag("Sends without a sound."),
    telegramProtectContent: flag("Forbids forwarding and saving."),
    telegramUseTemplate: flag("Uses the template.", { since: "2.0" }),
    telegramTemplate: text("Liquid template of the messages.", {
      since: "2.0",
      neededWith: ["telegramUseTemplate", true],
    }),
    telegramTemplateParseMode: choice(["plain", "HTML", "MarkdownV2"], "Markup of the template.", { since: "2.0" }),
  },
});
