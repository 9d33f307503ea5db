import { text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** PushDeer. */
export const pushDeerNotificationType = defineNotificationType({
  type: "PushDeer",
  title: "PushDeer",
  since: "1.23",
  fields: {
    pushdeerKey: text("Key of the device.", { required: true, secret: true }),
    pushdeerServer: url("Address of the server."),
  },
});
