import { checkCallOptions } from "../arguments/check-call-options.ts";
import { KumaAbortedError, KumaConnectionError, KumaTimeoutError } from "../errors/kuma-errors.ts";
import { checkRoute } from "../arguments/check-route.ts";
import { httpFetch } from "../transport/http-fetch.ts";
import { BodyTooLong, readBody } from "../transport/read-body.ts";
import { networkFailure } from "../transport/network-failure.ts";
import { proxyFor } from "../transport/proxy.ts";
import type { Route } from "../transport/transport-settings.ts";
import { parseServerUrl } from "../urls/server-url.ts";
import type { HttpOptions } from "./http-options.ts";

/** A request. */
export interface HttpQuestion {
  /** The server's address, with the base path. */
  readonly server: string | URL;
  /** The path below it, without a slash at the start; parts that come from outside are encoded. */
  readonly path: string;
  /** Names the thing in errors: the subject of a sentence. */
  readonly what: string;
  /** What an error must not show. */
  readonly secrets?: readonly string[] | undefined;
  /** Sent as JSON, by POST. An answer that leads elsewhere is not followed then. */
  readonly send?: Readonly<Record<string, unknown>> | undefined;
  /** Further headers, such as credentials. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** An answer that is longer is not what was asked for, and is not read to its end. @defaultValue 64 MiB */
  readonly mostBytes?: number | undefined;
  /** Said when nobody answers in time. */
  readonly silenceHint?: string | undefined;
}

/** A whole answer. */
export interface HttpAnswer {
  readonly status: number;
  /** Of the `Content-Type`, what says which kind it is. */
  readonly contentType: string;
  readonly text: string;
  readonly headers: Headers;
}

const defaultTimeout = 30_000;
// The metrics of ten thousand monitors have some 10 MB.
const defaultMostBytes = 64 * 1_048_576;

function silenceOf(question: HttpQuestion, timeout: number): KumaTimeoutError {
  const { what, secrets, silenceHint } = question;
  const message = `${what} did not come within ${timeout / 1000} s.`;
  return new KumaTimeoutError("KUMA_TIMEOUT_CALL", message, {
    timeout,
    secrets,
    ...(silenceHint === undefined ? {} : { hint: silenceHint }),
  });
}

function failureOf(error: unknown, question: HttpQuestion, route: Route): Error {
  const { what, secrets } = question;
  if (error instanceof BodyTooLong)
    return new KumaConnectionError(
      "KUMA_CONNECTION_NOT_KUMA",
      `${what} did not come: the answer has no end in sight.`,
      { secrets },
    );
  const message = `${what} did not come: the connection to ${route.url.href} was lost.`;
  return (
    networkFailure(error, route) ?? new KumaConnectionError("KUMA_CONNECTION_LOST", message, { cause: error, secrets })
  );
}

function throwIfAborted(signal: AbortSignal | undefined, what: string): void {
  if (signal?.aborted === true) throw new KumaAbortedError(what, { cause: signal.reason });
}

function routeOf({ server, headers }: HttpQuestion, options: HttpOptions): Route {
  const url = parseServerUrl(server);
  const proxy = proxyFor(options.proxy, url);
  return { url, headers: { ...options.headers, ...headers }, tls: options.tls ?? {}, proxy };
}

async function ask(question: HttpQuestion, route: Route, signal: AbortSignal): Promise<HttpAnswer> {
  const { url, headers, tls, proxy } = route;
  const isSpecial = proxy !== undefined || tls.ca !== undefined || tls.rejectUnauthorized === false;
  // It has Node load all of fetch, which takes 30 ms: most commands ask by a socket alone.
  const { default: ky } = await import("ky");
  const response = await ky(`${url.href}/${question.path}`, {
    headers,
    ...(question.send === undefined ? {} : { method: "post", json: question.send, redirect: "manual" }),
    retry: 0,
    throwHttpErrors: false,
    // ky's own ends with the headers; the caller's time is for the whole answer.
    timeout: false,
    signal,
    ...(isSpecial ? { fetch: httpFetch(route) } : {}),
  });
  const contentType = response.headers.get("content-type") ?? "";
  const text = await readBody(response, question.mostBytes ?? defaultMostBytes, signal);
  return { status: response.status, contentType, text, headers: response.headers };
}

/**
 * Asks for something by HTTP, once.
 *
 * @throws {@link KumaConnectionError}, {@link KumaTimeoutError}, {@link KumaAbortedError}
 */
export async function askHttp(question: HttpQuestion, options: HttpOptions = {}): Promise<HttpAnswer> {
  checkCallOptions(options);
  checkRoute(options);
  const route = routeOf(question, options);
  const { signal, timeout = defaultTimeout } = options;
  throwIfAborted(signal, question.what);
  // Not AbortSignal.any: on Node 20 a combined signal can be garbage collected and then never fires.
  const controller = new AbortController();
  const giveUp = (): void => controller.abort();
  signal?.addEventListener("abort", giveUp);
  const timer = setTimeout(giveUp, timeout);
  try {
    return await ask(question, route, controller.signal);
  } catch (error) {
    throwIfAborted(signal, question.what);
    throw controller.signal.aborted ? silenceOf(question, timeout) : failureOf(error, question, route);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", giveUp);
  }
}
