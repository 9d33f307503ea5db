import { choice, text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** SMSC. */
export const smscNotificationType = defineNotificationType({
  type: "smsc",
  title: "SMSC",
  since: "1.23",
  fields: {
    smscLogin: text("Name of the account.", { required: true }),
    smscPassword: text("Password of the account.", { required: true, secret: true }),
    smscToNumber: text("Number that gets the message.", { required: true, example: "+15550100" }),
    smscSenderName: text("Sender that is shown."),
    smscTranslit: choice(["0", "1", "2"], "Whether letters are turned into Latin ones."),
  },
});
