import { flag, text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Teltonika. */
export const teltonikaNotificationType = defineNotificationType({
  type: "Teltonika",
  title: "Teltonika",
  since: "2.1.2",
  fields: {
    teltonikaUrl: url("Address of the router.", { required: true }),
    teltonikaUsername: text("Name of the account.", { required: true }),
    teltonikaPassword: text("Password of the account.", { required: true, secret: true }),
    teltonikaModem: text("Modem that sends.", { required: true, example: "1-1" }),
    teltonikaPhoneNumber: text("Number that gets the message.", { required: true, example: "+15550100" }),
    teltonikaUnsafeTls: flag("Takes any certificate."),
  },
});
