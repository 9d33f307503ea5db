import { networkFailure as meaningOf } from "@kumakit/text";
import {
  KumaConnectionError,
  type KumaError,
  KumaSetupRequiredError,
  KumaTimeoutError,
} from "../errors/kuma-errors.ts";
import { networkFailure } from "./network-failure.ts";
import { probeEntryPage, probeTimeout } from "./probe-entry-page.ts";
import type { EntryPage } from "./probe-entry-page.ts";
import type { TransportSettings } from "./transport-settings.ts";

type OtherPage = Extract<EntryPage, { kind: "other" }>;

async function hintForWrongPage(settings: TransportSettings): Promise<string | undefined> {
  const { href, origin } = settings.url;
  if (href === origin) {
    return "If Uptime Kuma is behind a reverse proxy under a path, give the path too: https://example.org/kuma.";
  }
  const atRoot = await probeEntryPage(origin, settings, probeTimeout);
  return atRoot.kind === "kuma" ? `An Uptime Kuma answers at ${origin}: use that URL.` : undefined;
}

/** The ways that something in front has to leave open. */
function waysIn({ url }: TransportSettings): string {
  const basePath = url.href.slice(url.origin.length);
  return `let ${url.socketPath} and ${basePath}/api/push/ pass without it`;
}

function explainRedirect(page: OtherPage, cause: unknown, settings: TransportSettings): KumaConnectionError {
  const { portal, location } = page;
  const hint =
    portal === undefined
      ? `Use the URL that it leads to: ${location}.`
      : `${portal} looks like a login portal: ${waysIn(settings)}, or give the headers that it lets through.`;
  const message = `${settings.url.href} redirects to another address.`;
  const isKeptOut = portal !== undefined;
  return new KumaConnectionError("KUMA_CONNECTION_NOT_KUMA", message, { cause, hint, isKeptOut });
}

async function explainOtherPage(page: OtherPage, cause: unknown, settings: TransportSettings): Promise<KumaError> {
  const { href } = settings.url;
  if (page.status === 407 && settings.proxy !== undefined) {
    return new KumaConnectionError(
      "KUMA_CONNECTION_HTTP",
      `The proxy ${settings.proxy.host} wants a log-in (HTTP 407).`,
      {
        cause,
        hint: "Put username and password into the proxy's URL.",
      },
    );
  }
  if (page.location !== undefined) return explainRedirect(page, cause, settings);
  if ([401, 403, 407].includes(page.status) || page.status >= 500) {
    const isKeptOut = [401, 403].includes(page.status);
    return new KumaConnectionError(
      "KUMA_CONNECTION_HTTP",
      `A server in front of ${href} answered HTTP ${page.status}.`,
      isKeptOut ? { cause, isKeptOut, hint: `Give the headers of that log-in, or ${waysIn(settings)}.` } : { cause },
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

/** A port that speaks TLS alone cuts a plain request off, or answers it with no HTTP. */
function isCutOff(error: unknown): boolean {
  const { kind } = meaningOf(error);
  return kind === "cut" || kind === "not-http" || kind === "headers-too-long";
}

function brokenOff({ cause, page }: ConnectFailure, settings: TransportSettings): KumaConnectionError {
  const isSuspect = isCutOff(cause) || (page.kind === "failed" && isCutOff(page.error));
  const wantsTls = settings.url.origin.startsWith("http:") && isSuspect;
  return new KumaConnectionError(
    "KUMA_CONNECTION_UNREACHABLE",
    `The server at ${settings.url.href} broke the connection off.`,
    {
      cause,
      hint: wantsTls ? "The server may want TLS on that port: try https://." : undefined,
    },
  );
}

/** The facts about a connection that could not be made. */
export interface ConnectFailure {
  /** What the last attempt reported; `undefined` when it was just silent. */
  readonly cause: unknown;
  /** What was found over HTTP. */
  readonly page: EntryPage;
}

/**
 * Says why no socket could be opened, by what the attempts reported and what was found over HTTP.
 *
 * @param failure - What is known.
 * @param settings - Where the connection should have gone.
 */
export async function explainFailure(failure: ConnectFailure, settings: TransportSettings): Promise<KumaError> {
  const { cause, page } = failure;
  const { href } = settings.url;
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
  const below = networkFailure(page.error, settings);
  if (below !== undefined) return below;
  return cause === undefined ? timeoutOf(settings, page.error) : brokenOff(failure, settings);
}
