import { url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Grafana OnCall. */
export const grafanaOncallNotificationType = defineNotificationType({
  type: "GrafanaOncall",
  title: "Grafana OnCall",
  since: "2.0",
  fields: {
    GrafanaOncallURL: url("Address of the integration.", { required: true, secret: true }),
  },
});
