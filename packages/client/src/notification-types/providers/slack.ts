import { flag, text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Slack. */
export const slackNotificationType = defineNotificationType({
  type: "slack",
  title: "Slack",
  since: "1.23",
  fields: {
    slackwebhookURL: url("Address of the incoming webhook.", { required: true, secret: true }),
    slackusername: text("Name that the messages come from."),
    slackiconemo: text("Emoji of the sender."),
    slackchannel: text("Channel that gets the messages."),
    slackchannelnotify: flag("Notifies everybody in the channel."),
    slackrichmessage: flag("Sends a message with blocks.", { since: "2.0" }),
    slackIncludeGroupName: flag("Says which group the monitor is in.", { since: "2.1" }),
    slackUseTemplate: flag("Uses the template.", { since: "2.1" }),
    slackTemplate: text("Liquid template of the messages.", { since: "2.1", neededWith: ["slackUseTemplate", true] }),
    slackbutton: text("Stored by old versions; it has no use any more."),
  },
});
