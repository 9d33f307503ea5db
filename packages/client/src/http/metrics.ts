import { checkFilledText, checkText } from "../arguments/check-text.ts";
import { checkObject } from "../arguments/check-object.ts";
import { KumaAuthError, KumaConnectionError, KumaValidationError } from "../errors/kuma-errors.ts";
import type { HeartbeatStatus } from "../model/heartbeat.ts";
import { heartbeatStatusSchema } from "../protocol/heartbeat-schema.ts";
import { askHttp } from "./ask-http.ts";
import type { HttpOptions } from "./http-options.ts";
import { parseMetrics } from "./parse-metrics.ts";
import type { MetricSample } from "./parse-metrics.ts";

/** Who may read the metrics: an account, or an API key. */
export type MetricsAuth = { readonly username: string; readonly password: string } | { readonly apiKey: string };

/** A monitor in the metrics. */
export interface MonitorMetrics {
  /** The monitor's id; `null` on servers before 2.0, which do not say. */
  readonly id: number | null;
  /** The monitor's name. */
  readonly name: string;
  /** The monitor's type. */
  readonly type: string;
  /** The status of its last heartbeat; `null` when there is none yet. */
  readonly status: HeartbeatStatus | null;
  /** Milliseconds that its last check took; `null` when nothing was measured. */
  readonly responseTime: number | null;
  /** For how many days its certificate is valid; `null` when it has none. */
  readonly certificateDaysRemaining: number | null;
  /** Whether its certificate is valid; `null` when it has none. */
  readonly certificateIsValid: boolean | null;
  /** The share of time in which it was up, from 0 to 1, by period such as `1d` and `30d`; empty before 2.1. */
  readonly uptime: Readonly<Record<string, number>>;
  /** All its labels, tags included (2.1 and later: those that existed when the server started). */
  readonly labels: Readonly<Record<string, string>>;
}

/** The content of `/metrics`. */
export interface Metrics {
  /** The server's version. */
  readonly serverVersion: string | null;
  /** The monitors that are active, with what is known of them. */
  readonly monitors: readonly MonitorMetrics[];
  /** Every sample, also those about the server's own process. */
  readonly samples: readonly MetricSample[];
}

type Labels = Readonly<Record<string, string>>;

/** The labels that identify a monitor; the period of a ratio is not one of them. */
function identityOf(labels: Labels): string {
  const own = Object.entries(labels).filter(([name]) => name !== "window");
  return JSON.stringify(own.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The samples of one monitor, by name; those for several periods by name and period. */
function byMonitor(samples: readonly MetricSample[]): readonly (readonly MetricSample[])[] {
  const monitors = new Map<string, MetricSample[]>();
  for (const sample of samples.filter(({ labels }) => labels["monitor_name"] !== undefined)) {
    const identity = identityOf(sample.labels);
    monitors.set(identity, [...(monitors.get(identity) ?? []), sample]);
  }
  return [...monitors.values()];
}

function monitorOf(samples: readonly MetricSample[]): MonitorMetrics {
  const valueOf = (name: string): number | null => samples.find((sample) => sample.name === name)?.value ?? null;
  const { window: _, ...labels } = samples[0]?.labels ?? {};
  const responseTime = valueOf("monitor_response_time");
  const isValid = valueOf("monitor_cert_is_valid");
  const ratios = samples.filter(({ name }) => name === "monitor_uptime_ratio");
  return {
    id: labels["monitor_id"] === undefined ? null : Number(labels["monitor_id"]),
    name: labels["monitor_name"] ?? "",
    type: labels["monitor_type"] ?? "",
    status: heartbeatStatusSchema.safeParse(valueOf("monitor_status") ?? -1).data ?? null,
    // The server writes -1 for nothing.
    responseTime: responseTime === null || responseTime < 0 ? null : responseTime,
    certificateDaysRemaining: valueOf("monitor_cert_days_remaining"),
    certificateIsValid: isValid === null ? null : isValid === 1,
    uptime: Object.fromEntries(ratios.map(({ labels: { window = "" }, value }) => [window, value])),
    labels,
  };
}

function credentialsOf(auth: MetricsAuth): readonly [string, string] {
  checkObject(auth, "auth");
  if ("apiKey" in auth) {
    checkFilledText(auth.apiKey, "apiKey");
    return ["", auth.apiKey];
  }
  checkText(auth.username, "username");
  checkText(auth.password, "password");
  if (auth.username.includes(":")) throw new KumaValidationError("username", "must not contain a colon");
  return [auth.username, auth.password];
}

/**
 * Fetches the metrics. A server on which an API key was ever made takes only API keys, all others take only the account;
 * one whose authentication is switched off asks for nothing.
 *
 * @param server - The server's address.
 * @param auth - Who asks; `undefined` for a server whose authentication is switched off.
 * @throws {@link KumaAuthError} when the server does not accept that. Failed attempts with an account count against the
 * log-ins of everybody.
 * @throws {@link KumaConnectionError}, {@link KumaTimeoutError}, {@link KumaAbortedError}, {@link KumaProtocolError}
 */
export async function fetchMetrics(
  server: string | URL,
  auth: MetricsAuth | undefined,
  options?: HttpOptions,
): Promise<Metrics> {
  const [username, secret] = auth === undefined ? ["", ""] : credentialsOf(auth);
  const basic = Buffer.from(`${username}:${secret}`, "utf8").toString("base64");
  const headers = auth === undefined ? {} : { authorization: `Basic ${basic}` };
  const question = { server, path: "metrics", what: "The list of metrics", secrets: [secret, basic], headers };
  const answer = await askHttp(question, options);
  if (answer.status === 401) {
    const isKey = auth !== undefined && "apiKey" in auth;
    throw new KumaAuthError("KUMA_AUTH_INVALID_CREDENTIALS", "The server does not let that user read its metrics.", {
      secrets: question.secrets,
      hint: isKey
        ? "Check that the API key is active; a server that never had a key takes username and password."
        : "A server on which an API key was ever made takes an API key only.",
    });
  }
  if (answer.status !== 200)
    throw new KumaConnectionError("KUMA_CONNECTION_HTTP", `The metrics did not come: HTTP ${answer.status}.`);
  if (answer.contentType.includes("html"))
    throw new KumaConnectionError(
      "KUMA_CONNECTION_NOT_KUMA",
      "The metrics did not come: a web page was answered instead.",
    );
  const samples = parseMetrics(answer.text);
  const serverVersion = samples.find(({ name }) => name === "app_version")?.labels["version"] ?? null;
  return { serverVersion, monitors: byMonitor(samples).map(monitorOf), samples };
}
