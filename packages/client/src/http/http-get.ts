import ky from "ky";
import { KumaAbortedError } from "../errors/kuma-aborted-error.ts";
import { KumaConnectionError } from "../errors/kuma-connection-error.ts";
import { KumaTimeoutError } from "../errors/kuma-timeout-error.ts";
import { KumaValidationError } from "../errors/kuma-validation-error.ts";
import { networkFailure } from "../transport/network-failure.ts";
import { parseServerUrl } from "../urls/server-url.ts";
import type { ServerUrl } from "../urls/server-url.ts";
import { fetchWithTls } from "./fetch-with-tls.ts";
import type { HttpOptions } from "./http-options.ts";

/** What is asked for. */
export interface HttpQuestion {
  /** The server's address, with the base path. */
  readonly server: string | URL;
  /** The path below it, without a slash at the start; parts that come from outside are encoded. */
  readonly path: string;
  /** Names the thing in errors: the subject of a sentence. */
  readonly what: string;
  /** What an error must not show. */
  readonly secrets?: readonly string[] | undefined;
  /** Further headers, such as credentials. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Said when nobody answers in time. */
  readonly silenceHint?: string | undefined;
}

/** A whole answer. */
export interface HttpAnswer {
  readonly status: number;
  /** Of the `Content-Type`, what says which kind it is. */
  readonly contentType: string;
  readonly text: string;
}

const defaultTimeout = 30_000;

function silenceOf(question: HttpQuestion, timeout: number): KumaTimeoutError {
  const { what, secrets, silenceHint } = question;
  const message = `${what} did not come within ${timeout / 1000} s.`;
  return new KumaTimeoutError("KUMA_TIMEOUT_CALL", message, {
    timeout,
    secrets,
    ...(silenceHint === undefined ? {} : { hint: silenceHint }),
  });
}

function failureOf(error: unknown, question: HttpQuestion, url: ServerUrl): Error {
  const { what, secrets } = question;
  const message = `${what} did not come: the connection to ${url.href} was lost.`;
  return (
    networkFailure(error, url) ?? new KumaConnectionError("KUMA_CONNECTION_LOST", message, { cause: error, secrets })
  );
}

function timeoutOf({ timeout = defaultTimeout }: HttpOptions): number {
  if (timeout > 0 && timeout < 2 ** 31) return timeout;
  throw new KumaValidationError("timeout", "must be a positive number of milliseconds");
}

function throwIfAborted(signal: AbortSignal | undefined, what: string): void {
  if (signal?.aborted === true) throw new KumaAbortedError(what, { cause: signal.reason });
}

async function ask(question: HttpQuestion, options: HttpOptions, signal: AbortSignal): Promise<HttpAnswer> {
  const { href } = parseServerUrl(question.server);
  const { tls } = options;
  const hasTls = tls !== undefined && (tls.ca !== undefined || tls.rejectUnauthorized === false);
  const response = await ky(`${href}/${question.path}`, {
    headers: { ...options.headers, ...question.headers },
    retry: 0,
    throwHttpErrors: false,
    // ky's own ends with the headers; the caller's time is for the whole answer.
    timeout: false,
    signal,
    ...(hasTls && href.startsWith("https:") ? { fetch: fetchWithTls(tls) } : {}),
  });
  const contentType = response.headers.get("content-type") ?? "";
  return { status: response.status, contentType, text: await response.text() };
}

/**
 * Asks for something by HTTP, once.
 *
 * @throws {@link KumaConnectionError}, {@link KumaTimeoutError}, {@link KumaAbortedError}
 */
export async function httpGet(question: HttpQuestion, options: HttpOptions = {}): Promise<HttpAnswer> {
  const url = parseServerUrl(question.server);
  const { signal } = options;
  const timeout = timeoutOf(options);
  throwIfAborted(signal, question.what);
  // Not AbortSignal.any: on Node 20 a combined signal can be garbage collected and then never fires.
  const controller = new AbortController();
  const giveUp = (): void => controller.abort();
  signal?.addEventListener("abort", giveUp);
  const timer = setTimeout(giveUp, timeout);
  try {
    return await ask(question, options, controller.signal);
  } catch (error) {
    throwIfAborted(signal, question.what);
    throw controller.signal.aborted ? silenceOf(question, timeout) : failureOf(error, question, url);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", giveUp);
  }
}
