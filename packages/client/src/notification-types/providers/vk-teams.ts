import { choice, flag, text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** VK Teams. */
export const vkTeamsNotificationType = defineNotificationType({
  type: "VKTeams",
  title: "VK Teams",
  since: "2.4",
  fields: {
    vkteamsBotToken: text("Token of the bot.", { required: true, secret: true }),
    vkteamsChatId: text("Chat that gets the messages.", { required: true, example: "12345@chat.agent" }),
    vkteamsBaseUrl: url("Address of the API."),
    vkteamsUseTemplate: flag("Uses the template."),
    vkteamsTemplate: text("Liquid template of the messages.", { neededWith: ["vkteamsUseTemplate", true] }),
    vkteamsTemplateFormat: choice(["plain", "MarkdownV2", "HTML"], "Markup of the template."),
  },
});
