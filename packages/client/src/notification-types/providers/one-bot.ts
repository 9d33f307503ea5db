import { choice, text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** OneBot. */
export const oneBotNotificationType = defineNotificationType({
  type: "OneBot",
  title: "OneBot",
  since: "1.23",
  fields: {
    httpAddr: url("Address of the HTTP API.", { required: true }),
    accessToken: text("Access token.", { required: true, secret: true }),
    msgType: choice(["group", "private"], "Whether a group or a person gets the messages."),
    recieverId: text("Id of the group or person; spelt so by the server.", { required: true, example: "12345" }),
  },
});
