import { number, text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Jira Service Management. */
export const jiraServiceManagementNotificationType = defineNotificationType({
  type: "JiraServiceManagement",
  title: "Jira Service Management",
  since: "2.1",
  fields: {
    jsmCloudId: text("Id of the Atlassian cloud site.", {
      required: true,
      example: "11111111-2222-3333-4444-555555555555",
    }),
    jsmEmail: text("Mail address of the account.", { required: true, example: "ops@example.com" }),
    jsmApiToken: text("API token of the account.", { required: true, secret: true }),
    jsmPriority: number("Priority of the alerts, 1 to 5."),
  },
});
