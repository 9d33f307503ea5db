import { choice, text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Splunk On-Call. */
export const splunkNotificationType = defineNotificationType({
  type: "Splunk",
  title: "Splunk On-Call",
  since: "1.23",
  fields: {
    splunkRestURL: url("Address of the REST endpoint.", { required: true, secret: true }),
    splunkSeverity: choice(["INFO", "WARNING", "CRITICAL"], "Severity of a DOWN."),
    splunkAutoResolve: choice(["0", "ACKNOWLEDGEMENT", "RECOVERY"], "What an UP does to the incident."),
    pagerdutyIntegrationKey: text("Read by the server for the id of an incident.", { secret: true }),
  },
});
