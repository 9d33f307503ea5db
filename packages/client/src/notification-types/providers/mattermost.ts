import { text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Mattermost. */
export const mattermostNotificationType = defineNotificationType({
  type: "mattermost",
  title: "Mattermost",
  since: "1.23",
  fields: {
    mattermostWebhookUrl: url("Address of the incoming webhook.", { required: true, secret: true }),
    mattermostusername: text("Name that the messages come from."),
    mattermostchannel: text("Channel that gets the messages."),
    mattermosticonurl: text("Address of the sender's picture."),
    mattermosticonemo: text("Emoji of the sender; two, separated by a space, for UP and DOWN."),
  },
});
