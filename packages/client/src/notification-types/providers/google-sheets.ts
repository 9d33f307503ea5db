import { url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Google Sheets. */
export const googleSheetsNotificationType = defineNotificationType({
  type: "GoogleSheets",
  title: "Google Sheets",
  since: "2.1",
  fields: {
    googleSheetsWebhookUrl: url("Address of the Apps Script deployment.", { required: true, secret: true }),
  },
});
