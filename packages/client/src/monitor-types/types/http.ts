import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import { checkJsonBody, httpRequestFields } from "./shared/http-request.ts";
import type { HttpRequestInput } from "./shared/http-request.ts";

/** The settings of a new HTTP monitor. */
export interface HttpMonitorInput extends CommonMonitorInput, HttpRequestInput {
  /** UP when a web server answers with a right status code. */
  readonly type: "http";
}

/** A monitor that asks a web server. */
export const httpMonitorType = defineMonitorType<HttpMonitorInput>({
  type: "http",
  title: "HTTP(S)",
  summary: "Asks a web server, and is UP when the status code is right.",
  since: "1.23",
  fields: httpRequestFields,
  check: checkJsonBody,
  example: { type: "http", name: "web page", url: "http://127.0.0.1:8080/health", headers: { Accept: "text/html" } },
});
