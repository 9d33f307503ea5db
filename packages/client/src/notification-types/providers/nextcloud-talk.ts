import { flag, text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Nextcloud Talk. */
export const nextcloudTalkNotificationType = defineNotificationType({
  type: "nextcloudtalk",
  title: "Nextcloud Talk",
  since: "2.0",
  fields: {
    host: url("Address of Nextcloud.", { required: true }),
    conversationToken: text("Token of the conversation.", { required: true, secret: true }),
    botSecret: text("Secret of the bot.", { required: true, secret: true }),
    sendSilentUp: flag("Sends an UP without a sound."),
    sendSilentDown: flag("Sends a DOWN without a sound."),
  },
});
