import { flag, text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Matrix. */
export const matrixNotificationType = defineNotificationType({
  type: "matrix",
  title: "Matrix",
  since: "1.23",
  fields: {
    homeserverUrl: url("Address of the homeserver.", { required: true }),
    internalRoomId: text("Internal id of the room.", { required: true, example: "!room:example.com" }),
    accessToken: text("Access token of the bot's account.", { required: true, secret: true }),
    matrixUseTemplate: flag("Uses the template.", { since: "2.2" }),
    matrixTemplate: text("Liquid template of the messages.", { since: "2.2", neededWith: ["matrixUseTemplate", true] }),
  },
});
