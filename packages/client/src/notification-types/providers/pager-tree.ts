import { choice, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** PagerTree. */
export const pagerTreeNotificationType = defineNotificationType({
  type: "PagerTree",
  title: "PagerTree",
  since: "1.23",
  fields: {
    pagertreeIntegrationUrl: url("Address of the integration.", { required: true, secret: true }),
    pagertreeUrgency: choice(["silent", "low", "medium", "high", "critical"], "Urgency of the alerts."),
    pagertreeAutoResolve: choice(["resolve", "0"], "What an UP does to the alert."),
  },
});
