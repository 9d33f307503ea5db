import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** ServerChan. */
export const serverChanNotificationType = defineNotificationType({
  type: "ServerChan",
  title: "ServerChan",
  since: "1.23",
  fields: {
    serverChanSendKey: text("Key that messages are sent with.", { required: true, secret: true }),
  },
});
