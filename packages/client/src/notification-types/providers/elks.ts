import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** 46elks. */
export const elksNotificationType = defineNotificationType({
  type: "Elks",
  title: "46elks",
  since: "2.0",
  fields: {
    elksUsername: text("Name of the API user.", { required: true }),
    elksAuthToken: text("Password of the API user.", { required: true, secret: true }),
    elksFromNumber: text("Sender that is shown.", { required: true, example: "Kuma" }),
    elksToNumber: text("Number that gets the message.", { required: true, example: "+15550100" }),
  },
});
