import { choice, text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** WPush. */
export const wpushNotificationType = defineNotificationType({
  type: "WPush",
  title: "WPush",
  since: "2.0",
  fields: {
    wpushAPIkey: text("API key.", { required: true, secret: true }),
    wpushChannel: choice(["wechat", "sms", "mail", "feishu", "dingtalk", "wechat_work"], "Way that the messages go.", {
      required: true,
    }),
  },
});
