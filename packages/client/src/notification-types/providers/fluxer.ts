import { choice, flag, text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Fluxer. */
export const fluxerNotificationType = defineNotificationType({
  type: "fluxer",
  title: "Fluxer",
  since: "2.2.1",
  fields: {
    fluxerWebhookUrl: url("Address of the channel's webhook.", { required: true, secret: true }),
    fluxerUsername: text("Name that the messages come from."),
    fluxerPrefixMessage: text("Text before each message."),
    fluxerChannelType: text("Kind of the channel; only `channel` is known."),
    disableUrl: flag("Leaves the monitor's address out."),
    fluxerMessageFormat: choice(["normal", "minimalist", "custom"], "Shape of the messages."),
    fluxerUseMessageTemplate: flag("Stored by earlier versions for a custom message."),
    fluxerMessageTemplate: text("Liquid template of a custom message."),
  },
});
