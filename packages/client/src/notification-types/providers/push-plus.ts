import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** PushPlus. */
export const pushPlusNotificationType = defineNotificationType({
  type: "PushPlus",
  title: "PushPlus",
  since: "2.0",
  fields: {
    pushPlusSendKey: text("Key that messages are sent with.", { required: true, secret: true }),
  },
});
