import { url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** CallMeBot. */
export const callMeBotNotificationType = defineNotificationType({
  type: "CallMeBot",
  title: "CallMeBot",
  since: "2.0",
  fields: {
    callMeBotEndpoint: url("Address that CallMeBot gave, with the phone number and the key.", {
      required: true,
      secret: true,
    }),
  },
});
