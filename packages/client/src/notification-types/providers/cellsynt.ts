import { choice, flag, text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Cellsynt. */
export const cellsyntNotificationType = defineNotificationType({
  type: "Cellsynt",
  title: "Cellsynt",
  since: "2.0",
  fields: {
    cellsyntLogin: text("Name of the account.", { required: true }),
    cellsyntPassword: text("Password of the account.", { required: true, secret: true }),
    cellsyntOriginatortype: choice(["alpha", "numeric"], "Whether the sender is a word or a number.", {
      required: true,
    }),
    cellsyntOriginator: text("Sender that is shown.", { required: true, example: "Kuma" }),
    cellsyntDestination: text("Number that gets the message.", { required: true, example: "0015550100" }),
    cellsyntAllowLongSMS: flag("Allows messages of several parts."),
  },
});
