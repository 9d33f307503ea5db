import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** LINE Messenger. */
export const lineNotificationType = defineNotificationType({
  type: "line",
  title: "LINE Messenger",
  since: "1.23",
  fields: {
    lineChannelAccessToken: text("Access token of the channel.", { required: true, secret: true }),
    lineUserID: text("User, group or room that gets the messages.", { required: true, example: "U0123456789" }),
  },
});
