import { choice, flag, text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Discord. */
export const discordNotificationType = defineNotificationType({
  type: "discord",
  title: "Discord",
  since: "1.23",
  fields: {
    discordWebhookUrl: url("Address of the channel's webhook.", { required: true, secret: true }),
    discordUsername: text("Name that the messages come from."),
    discordPrefixMessage: text("Text before each message."),
    discordChannelType: choice(["channel", "createNewForumPost", "postToThread"], "Where a message goes.", {
      since: "2.0",
    }),
    postName: text("Name of the forum post.", {
      since: "2.0",
      neededWith: ["discordChannelType", "createNewForumPost"],
    }),
    threadId: text("Thread that gets the messages.", {
      since: "2.0",
      neededWith: ["discordChannelType", "postToThread"],
    }),
    disableUrl: flag("Leaves the monitor's address out.", { since: "2.0" }),
    discordMessageFormat: choice(["normal", "minimalist", "custom"], "Shape of the messages.", { since: "2.1" }),
    discordUseMessageTemplate: flag("Stored by earlier 2.x for a custom message.", { since: "2.1" }),
    discordMessageTemplate: text("Liquid template of a custom message.", { since: "2.1" }),
    discordSuppressNotifications: flag("Sends without a sound.", { since: "2.1" }),
  },
});
