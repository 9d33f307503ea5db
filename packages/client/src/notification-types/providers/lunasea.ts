import { choice, text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** LunaSea. */
export const lunaseaNotificationType = defineNotificationType({
  type: "lunasea",
  title: "LunaSea",
  since: "1.23",
  fields: {
    lunaseaTarget: choice(["device", "user"], "Whether one device or all devices of a user get the messages.", {
      example: "device",
    }),
    lunaseaUserID: text("Id of the user.", { secret: true, neededWith: ["lunaseaTarget", "user"] }),
    lunaseaDevice: text("Id of the device.", { secret: true, neededWith: ["lunaseaTarget", "device"] }),
  },
});
