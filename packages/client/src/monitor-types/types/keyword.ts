import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import { checkJsonBody, httpRequestFields } from "./shared/http-request.ts";
import type { HttpRequestInput } from "./shared/http-request.ts";
import { keywordFields } from "./shared/keyword-search.ts";
import type { KeywordInput } from "./shared/keyword-search.ts";

/** The settings of a new keyword monitor. */
export interface KeywordMonitorInput extends CommonMonitorInput, HttpRequestInput, KeywordInput {
  /** UP when a web server's answer has a keyword in it. */
  readonly type: "keyword";
}

/** A monitor that looks for a keyword in the answer of a web server. */
export const keywordMonitorType = defineMonitorType<KeywordMonitorInput>({
  type: "keyword",
  title: "HTTP(S) – keyword",
  summary: "Asks a web server, and is UP when the answer has a keyword in it.",
  since: "1.23",
  fields: { ...httpRequestFields, ...keywordFields },
  check: checkJsonBody,
  example: { type: "keyword", name: "shop", url: "http://127.0.0.1:8080/", keyword: "Welcome" },
});
