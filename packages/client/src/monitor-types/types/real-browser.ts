import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { number, referenceOrNull, text } from "../field-builders.ts";
import { countSchema, urlSchema } from "../field-schemas.ts";
import { optional } from "../monitor-field.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import { domainExpiryFields } from "./shared/domain-expiry.ts";
import type { DomainExpiryInput } from "./shared/domain-expiry.ts";

/** The settings of a new browser monitor. */
export interface RealBrowserMonitorInput extends CommonMonitorInput, DomainExpiryInput {
  /** UP when a browser on the server can open a page. */
  readonly type: "real-browser";
  /** The page: `http://…` or `https://…`. */
  readonly url: string;
  /** The id of a browser elsewhere that is set up on the server; `null` for its own. Needs 2.0. @defaultValue `null` */
  readonly remoteBrowser?: number | null | undefined;
  /** Milliseconds between opening the page and the picture, less than half the interval. Needs 2.1. @defaultValue `0` */
  readonly screenshotDelay?: number | undefined;
}

/** A monitor that opens a page in a browser. */
export const realBrowserMonitorType = defineMonitorType<RealBrowserMonitorInput>({
  type: "real-browser",
  title: "HTTP(S) – browser engine",
  summary: "Opens a page in a real browser, and keeps a picture of it.",
  since: "1.23",
  fields: {
    url: text("url", { schema: urlSchema("http", "https") }),
    remoteBrowser: optional(referenceOrNull("remote_browser")),
    screenshotDelay: optional(number("screenshot_delay", { schema: countSchema, editableSince: "2.5" })),
    ...domainExpiryFields,
  },
  check: ({ interval = 60, screenshotDelay = 0 }) =>
    screenshotDelay > 0 && screenshotDelay >= interval * 500
      ? ["screenshotDelay", "must be less than half the interval"]
      : undefined,
  example: { type: "real-browser", name: "web shop", url: "http://127.0.0.1:8080/" },
});
