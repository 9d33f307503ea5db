import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Kook. */
export const kookNotificationType = defineNotificationType({
  type: "Kook",
  title: "Kook",
  since: "1.23",
  fields: {
    kookGuildID: text("Channel that gets the messages.", { required: true, example: "1234567890" }),
    kookBotToken: text("Token of the bot.", { required: true, secret: true }),
  },
});
