import { url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Stackfield. */
export const stackfieldNotificationType = defineNotificationType({
  type: "stackfield",
  title: "Stackfield",
  since: "1.23",
  fields: {
    stackfieldwebhookURL: url("Address of the webhook.", { required: true, secret: true }),
  },
});
