import { choice, text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Threema. */
export const threemaNotificationType = defineNotificationType({
  type: "threema",
  title: "Threema",
  since: "2.0",
  fields: {
    threemaSenderIdentity: text("Gateway identity of the sender.", { required: true, example: "*KUMA001" }),
    threemaSecret: text("Secret of the gateway identity.", { required: true, secret: true }),
    threemaRecipientType: choice(["identity", "phone", "email"], "Kind of the recipient.", { required: true }),
    threemaRecipient: text("Recipient.", { required: true, example: "ECHOECHO" }),
  },
});
