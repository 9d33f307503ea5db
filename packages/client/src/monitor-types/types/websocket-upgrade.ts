import * as z from "zod";
import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { flag, number, text, texts } from "../field-builders.ts";
import { urlSchema } from "../field-schemas.ts";
import { optional } from "../monitor-field.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import { domainExpiryFields } from "./shared/domain-expiry.ts";
import type { DomainExpiryInput } from "./shared/domain-expiry.ts";
import { headersField } from "./shared/headers.ts";
import { authField } from "./shared/http-auth.ts";
import type { BasicAuth, BearerAuth, MutualTlsAuth, NoAuth, OAuth2Auth } from "./shared/http-auth.ts";

/** The settings of a new websocket monitor. */
export interface WebsocketUpgradeMonitorInput extends CommonMonitorInput, DomainExpiryInput {
  /** UP when a websocket can be opened. */
  readonly type: "websocket-upgrade";
  /** The address: `ws://…` or `wss://…`. */
  readonly url: string;
  /** The subprotocols that are offered, with commas between them. @defaultValue none */
  readonly wsSubprotocol?: string | undefined;
  /** Whether a wrong `Sec-WebSocket-Accept` header is taken. @defaultValue `false` */
  readonly wsIgnoreSecWebsocketAcceptHeader?: boolean | undefined;
  /** The headers of the request, secrets often among them. Needs 2.3. @defaultValue none */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** How the request authenticates itself. Needs 2.3. @defaultValue `{ method: "none" }` */
  readonly auth?: NoAuth | BasicAuth | BearerAuth | OAuth2Auth | MutualTlsAuth | undefined;
  /** Whether a bad certificate is taken with `mtls`. Needs 2.3. @defaultValue `false` */
  readonly ignoreTls?: boolean | undefined;
  /** The close codes that are right. @defaultValue `["1000"]` */
  readonly acceptedStatusCodes?: readonly string[] | undefined;
  /** Seconds until the request is given up. @defaultValue 80 % of the interval */
  readonly timeout?: number | undefined;
}

const closeCodes = z.string().regex(/^[1-4]\d{3}(?:-[1-4]\d{3})?$/, 'must be like "1000"');

/** A monitor that opens a websocket. */
export const websocketUpgradeMonitorType = defineMonitorType<WebsocketUpgradeMonitorInput>({
  type: "websocket-upgrade",
  title: "Websocket",
  summary: "Opens a websocket, and is UP when it closes with a right code.",
  since: "2.1",
  fields: {
    url: text("url", { schema: urlSchema("ws", "wss") }),
    wsSubprotocol: optional(text("wsSubprotocol")),
    wsIgnoreSecWebsocketAcceptHeader: optional(flag("wsIgnoreSecWebsocketAcceptHeader")),
    headers: { ...headersField, since: "2.3" },
    auth: { ...authField("none", "basic", "bearer", "oauth2", "mtls"), since: "2.3" },
    ignoreTls: optional(flag("ignoreTls", { since: "2.3" })),
    acceptedStatusCodes: optional(texts("accepted_statuscodes", { item: closeCodes })),
    timeout: optional(number("timeout")),
    ...domainExpiryFields,
  },
  defaults: () => ({ accepted_statuscodes: ["1000"] }),
  example: { type: "websocket-upgrade", name: "live updates", url: "ws://127.0.0.1:8080/live" },
});
