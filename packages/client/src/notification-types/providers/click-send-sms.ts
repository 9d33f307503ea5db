import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** ClickSend SMS. */
export const clickSendSmsNotificationType = defineNotificationType({
  type: "clicksendsms",
  title: "ClickSend SMS",
  since: "1.23",
  fields: {
    clicksendsmsLogin: text("Name of the account.", { required: true }),
    clicksendsmsPassword: text("API key of the account.", { required: true, secret: true }),
    clicksendsmsToNumber: text("Number that gets the message.", { required: true, example: "+15550100" }),
    clicksendsmsSenderName: text("Sender that is shown."),
  },
});
