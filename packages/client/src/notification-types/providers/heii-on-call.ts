import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Heii On-Call. */
export const heiiOnCallNotificationType = defineNotificationType({
  type: "HeiiOnCall",
  title: "Heii On-Call",
  since: "2.0",
  fields: {
    heiiOnCallApiKey: text("API key.", { required: true, secret: true }),
    heiiOnCallTriggerId: text("Id of the trigger.", { required: true, secret: true }),
  },
});
