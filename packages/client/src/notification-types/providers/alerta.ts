import { text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Alerta. */
export const alertaNotificationType = defineNotificationType({
  type: "alerta",
  title: "Alerta",
  since: "1.23",
  fields: {
    alertaApiEndpoint: url("Address of Alerta's API.", { required: true }),
    alertaApiKey: text("API key.", { required: true, secret: true }),
    alertaEnvironment: text("Environment that the alerts belong to.", { required: true, example: "Production" }),
    alertaAlertState: text("Severity of a DOWN.", { required: true, example: "critical" }),
    alertaRecoverState: text("Severity of an UP.", { required: true, example: "cleared" }),
  },
});
