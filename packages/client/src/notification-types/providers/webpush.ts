import { object } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Webpush. */
export const webpushNotificationType = defineNotificationType({
  type: "Webpush",
  title: "Webpush",
  since: "2.1",
  fields: {
    subscription: object("Subscription of a browser, as its push API gives it.", { required: true, secret: true }),
  },
});
