import { KumaConnectionError } from "../errors/kuma-connection-error.ts";
import { KumaSetupRequiredError } from "../errors/kuma-setup-required-error.ts";
import { KumaTimeoutError } from "../errors/kuma-timeout-error.ts";
import type { KumaError } from "../errors/kuma-error.ts";
import { networkFailure, systemErrorOf } from "./network-failure.ts";
import { probeEntryPage } from "./probe-entry-page.ts";
import type { EntryPage } from "./probe-entry-page.ts";
import type { TransportSettings } from "./transport-settings.ts";

type OtherPage = Extract<EntryPage, { kind: "other" }>;

async function hintForWrongPage(settings: TransportSettings): Promise<string | undefined> {
  const { href, origin } = settings.url;
  if (href === origin) {
    return "If Uptime Kuma is behind a reverse proxy under a path, give the path too: https://example.org/kuma.";
  }
  const atRoot = await probeEntryPage(origin, settings);
  return atRoot.kind === "kuma" ? `An Uptime Kuma answers at ${origin}: use that URL.` : undefined;
}

async function explainOtherPage(page: OtherPage, cause: unknown, settings: TransportSettings): Promise<KumaError> {
  const { href } = settings.url;
  if (page.status === 401 || page.status === 403 || page.status === 407 || page.status >= 500) {
    return new KumaConnectionError(
      "KUMA_CONNECTION_HTTP",
      `A server in front of ${href} answered HTTP ${page.status}.`,
      { cause },
    );
  }
  const kind = page.contentType.split(";")[0] ?? "";
  const what = page.status === 200 && kind !== "" ? `a page (${kind})` : `HTTP ${page.status}`;
  return new KumaConnectionError(
    "KUMA_CONNECTION_NOT_KUMA",
    `No Uptime Kuma at ${href}: ${what} came back instead of its socket.io.`,
    {
      cause,
      hint: await hintForWrongPage(settings),
    },
  );
}

function timeoutOf(settings: TransportSettings, cause: unknown): KumaTimeoutError {
  const { connect } = settings.timeouts;
  return new KumaTimeoutError(
    "KUMA_TIMEOUT_CONNECT",
    `No answer from ${settings.url.href} within ${connect / 1000} s.`,
    { timeout: connect, cause },
  );
}

function hintForBrokenHttp(cause: unknown, settings: TransportSettings): string | undefined {
  const isReset = /ECONNRESET|EPIPE|HPE_|socket hang up/i.test(
    `${systemErrorOf(cause)?.code} ${cause instanceof Error ? cause.message : ""}`,
  );
  return isReset && settings.url.origin.startsWith("http:")
    ? "The server may want TLS on that port: try https://."
    : undefined;
}

/**
 * Finds out why no socket could be opened, by the error itself and, where that says too little, by asking over HTTP.
 *
 * @param cause - What the last attempt reported; `undefined` when it was just silent.
 * @param settings - Where the connection should have gone.
 */
export async function explainFailure(cause: unknown, settings: TransportSettings): Promise<KumaError> {
  const { href } = settings.url;
  const below = networkFailure(cause, settings.url);
  if (below !== undefined) return below;
  const page = await probeEntryPage(href, settings);
  if (page.kind === "database-wizard") return new KumaSetupRequiredError("database", href, { cause });
  if (page.kind === "other") return explainOtherPage(page, cause, settings);
  if (page.kind === "kuma") {
    return new KumaConnectionError(
      "KUMA_CONNECTION_HTTP",
      `An Uptime Kuma answers at ${href}, but its socket.io does not.`,
      {
        cause,
        hint: "A proxy in front may block WebSocket and long polling: let it pass /socket.io/ on.",
      },
    );
  }
  if (cause === undefined) return timeoutOf(settings, page.error);
  return (
    networkFailure(page.error, settings.url) ??
    new KumaConnectionError("KUMA_CONNECTION_UNREACHABLE", `The server at ${href} broke the connection off.`, {
      cause: page.error,
      hint: hintForBrokenHttp(page.error, settings) ?? hintForBrokenHttp(cause, settings),
    })
  );
}
