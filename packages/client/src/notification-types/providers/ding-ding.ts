import { choice, list, text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** DingTalk. */
export const dingDingNotificationType = defineNotificationType({
  type: "DingDing",
  title: "DingTalk",
  since: "1.23",
  fields: {
    webHookUrl: url("Address of the robot.", { required: true, secret: true }),
    secretKey: text("Signing secret of the robot.", { required: true, secret: true }),
    mentioning: choice(["nobody", "everyone", "specify-mobiles", "specify-users"], "Who is mentioned.", {
      since: "2.0",
    }),
    mobileList: list("Mobile numbers that are mentioned.", {
      since: "2.1",
      neededWith: ["mentioning", "specify-mobiles"],
    }),
    userList: list("Users who are mentioned.", { since: "2.1", neededWith: ["mentioning", "specify-users"] }),
  },
});
