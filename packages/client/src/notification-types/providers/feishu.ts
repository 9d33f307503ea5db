import { url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Feishu. */
export const feishuNotificationType = defineNotificationType({
  type: "Feishu",
  title: "Feishu",
  since: "1.23",
  fields: {
    feishuWebHookUrl: url("Address of the bot's webhook.", { required: true, secret: true }),
  },
});
