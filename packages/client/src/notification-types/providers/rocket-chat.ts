import { text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Rocket.Chat. */
export const rocketChatNotificationType = defineNotificationType({
  type: "rocket.chat",
  title: "Rocket.Chat",
  since: "1.23",
  fields: {
    rocketwebhookURL: url("Address of the incoming webhook.", { required: true, secret: true }),
    rocketusername: text("Name that the messages come from."),
    rocketiconemo: text("Emoji of the sender."),
    rocketchannel: text("Channel that gets the messages."),
    rocketbutton: text("Stored by old versions; it has no use any more."),
  },
});
