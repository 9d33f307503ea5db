import { flag, text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** ClickUp. */
export const clickUpNotificationType = defineNotificationType({
  type: "ClickUp",
  title: "ClickUp",
  since: "2.5.1",
  fields: {
    clickupToken: text("API token.", { required: true, secret: true }),
    clickupWorkspaceId: text("Workspace.", { required: true, example: "9001" }),
    clickupChannelId: text("Channel that gets the messages.", { required: true, example: "8-9001-1" }),
    clickupDisableUrl: flag("Leaves the monitor's address out."),
  },
});
