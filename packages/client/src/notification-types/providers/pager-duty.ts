import { choice, text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** PagerDuty. */
export const pagerDutyNotificationType = defineNotificationType({
  type: "PagerDuty",
  title: "PagerDuty",
  since: "1.23",
  fields: {
    pagerdutyIntegrationKey: text("Key of the Events v2 integration.", { required: true, secret: true }),
    pagerdutyIntegrationUrl: url("Address of the events API, `https://events.pagerduty.com/v2/enqueue`.", {
      required: true,
      example: "http://127.0.0.1:9/v2/enqueue",
    }),
    pagerdutyPriority: choice(["info", "warning", "error", "critical"], "Severity of a DOWN."),
    pagerdutyAutoResolve: choice(
      ["0", "acknowledge", "resolve"],
      "What an UP does to the incident; the server sends an event without an action when it is left out.",
    ),
  },
});
