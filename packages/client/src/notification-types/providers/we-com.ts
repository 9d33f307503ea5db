import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** WeCom. */
export const weComNotificationType = defineNotificationType({
  type: "WeCom",
  title: "WeCom",
  since: "1.23",
  fields: {
    weComBotKey: text("Key of the bot.", { required: true, secret: true }),
    weComMentionedMobileList: text("Mobile numbers that are mentioned, separated by commas.", { since: "2.1" }),
  },
});
