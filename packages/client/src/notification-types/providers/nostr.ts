import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Nostr. */
export const nostrNotificationType = defineNotificationType({
  type: "nostr",
  title: "Nostr",
  since: "1.23",
  fields: {
    sender: text("Private key of the sender: `nsec\u2026`.", { required: true, secret: true }),
    recipients: text("Public keys of the recipients, one a line.", { required: true, example: "npub1example" }),
    relays: text("Addresses of the relays, one a line.", { required: true, example: "wss://127.0.0.1:9" }),
  },
});
