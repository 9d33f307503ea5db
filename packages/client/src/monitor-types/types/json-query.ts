import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { flag } from "../field-builders.ts";
import { optional } from "../monitor-field.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import { checkJsonBody, httpRequestFields } from "./shared/http-request.ts";
import type { HttpRequestInput } from "./shared/http-request.ts";
import { jsonQueryDefaults, jsonQueryFields } from "./shared/json-answer.ts";
import type { JsonQueryInput } from "./shared/json-answer.ts";

/** The settings of a new JSON query monitor. */
export interface JsonQueryMonitorInput extends CommonMonitorInput, HttpRequestInput, JsonQueryInput {
  /** UP when a value in a web server's JSON answer is right. */
  readonly type: "json-query";
  /** Whether a wrong value is DOWN at once, and only a wrong status code is tried again. Needs 2.1. @defaultValue `false` */
  readonly retryOnlyOnStatusCodeFailure?: boolean | undefined;
}

/** A monitor that looks at a value in the JSON answer of a web server. */
export const jsonQueryMonitorType = defineMonitorType<JsonQueryMonitorInput>({
  type: "json-query",
  title: "HTTP(S) – JSON query",
  summary: "Asks a web server, and is UP when a value in its JSON answer is right.",
  since: "1.23",
  fields: {
    ...httpRequestFields,
    ...jsonQueryFields,
    retryOnlyOnStatusCodeFailure: optional(flag("retryOnlyOnStatusCodeFailure")),
  },
  defaults: () => jsonQueryDefaults,
  check: checkJsonBody,
  example: {
    type: "json-query",
    name: "queue is short",
    url: "http://127.0.0.1:8080/stats",
    jsonPath: "queue.state",
    expectedValue: "short",
  },
});
