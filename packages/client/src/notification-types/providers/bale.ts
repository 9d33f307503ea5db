import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Bale. */
export const baleNotificationType = defineNotificationType({
  type: "bale",
  title: "Bale",
  since: "2.1",
  fields: {
    baleBotToken: text("Token of the bot.", { required: true, secret: true }),
    baleChatID: text("Chat that gets the messages.", { required: true, example: "1234567890" }),
  },
});
