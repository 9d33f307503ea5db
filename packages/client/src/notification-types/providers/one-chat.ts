import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** OneChat. */
export const oneChatNotificationType = defineNotificationType({
  type: "OneChat",
  title: "OneChat",
  since: "2.0",
  fields: {
    accessToken: text("Access token.", { required: true, secret: true }),
    recieverId: text("Id of the user or group; spelt so by the server.", { required: true, example: "12345" }),
    botId: text("Id of the bot.", { required: true, example: "B12345" }),
  },
});
