import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Free Mobile. */
export const freeMobileNotificationType = defineNotificationType({
  type: "FreeMobile",
  title: "Free Mobile",
  since: "1.23",
  fields: {
    freemobileUser: text("Number of the account.", { required: true, example: "12345678" }),
    freemobilePass: text("Key of the account.", { required: true, secret: true }),
  },
});
