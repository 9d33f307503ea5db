import type { ClientRequest, IncomingMessage } from "node:http";
import type { RequestOptions } from "node:https";
import type { Readable } from "node:stream";
import { networkFailure } from "@kumakit/text";

/** One request over HTTP, to a Unix socket or to a host. */
export interface HttpRequest {
  /** Of node:http, or of node:https for the protocol `https:`. With an agent the connection is kept. */
  readonly options: RequestOptions;
  readonly body?: string | undefined;
  /** The limit for all of it, reading included; see `startDeadline`. */
  readonly signal: AbortSignal;
  /** Called when a connection that was opened for this request ends. */
  readonly onDisconnect?: (() => void) | undefined;
}

/** The bytes of a body, or its beginning. */
export interface BodyBytes {
  readonly bytes: Buffer;
  /** Whether the body is longer. */
  readonly isCut: boolean;
}

/**
 * Reads a body up to a limit. The rest is not read: the connection ends.
 *
 * @param body - the answer, or its unpacked form
 * @param longest - the limit in bytes
 * @throws the errors of the connection
 */
export async function readBounded(body: Readable, longest: number): Promise<BodyBytes> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > longest) break;
  }
  return { bytes: Buffer.concat(chunks).subarray(0, longest), isCut: length > longest };
}

async function open({ options }: HttpRequest): Promise<ClientRequest> {
  // node:https brings TLS, which takes memory: most agents need none.
  const { request } = options.protocol === "https:" ? await import("node:https") : await import("node:http");
  return request(options);
}

async function answerOf<Answer>(
  outgoing: ClientRequest,
  { body, signal, onDisconnect }: HttpRequest,
  read: (incoming: IncomingMessage) => Promise<Answer>,
): Promise<Answer> {
  let stop = (): void => undefined;
  const failed = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    outgoing.on("error", (error) => reject(signal.aborted ? (signal.reason as Error) : error));
    signal.addEventListener("abort", stop);
  });
  failed.catch(() => undefined);
  const answered = new Promise<IncomingMessage>((resolve) => {
    outgoing.once("response", resolve);
  });
  outgoing.once("socket", (socket) => {
    if (onDisconnect !== undefined && !outgoing.reusedSocket) socket.once("close", onDisconnect);
  });
  try {
    outgoing.end(body);
    const incoming = await Promise.race([answered, failed]);
    return await Promise.race([read(incoming), failed]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/**
 * Sends one request and reads the answer. A kept connection that the other side has closed meanwhile is replaced.
 *
 * Node's fetch knows no authority, no Unix socket, and needs WebAssembly, which a service without executable memory has
 * not; ky stands on such a fetch, and libraries on node:http, such as got, would treble the program for what is left.
 *
 * @param request - where to, and what
 * @param read - reads the answer; what it leaves unread ends the connection
 * @throws the errors of node:http and node:tls, those of `read`, and the reason of the signal
 */
export async function httpRequest<Answer>(
  request: HttpRequest,
  read: (incoming: IncomingMessage) => Promise<Answer>,
): Promise<Answer> {
  for (;;) {
    request.signal.throwIfAborted();
    const outgoing = await open(request);
    const closed = new Promise<void>((resolve) => {
      outgoing.once("close", resolve);
    });
    try {
      return await answerOf(outgoing, request, read);
    } catch (error) {
      const wasStale = outgoing.reusedSocket && networkFailure(error).kind === "cut";
      // Its connection is gone, so that this ends at the latest with a new one.
      if (!wasStale) throw error;
    } finally {
      // After a whole answer this does nothing: the connection is back with its agent.
      outgoing.destroy();
      if (request.options.agent === false) await closed;
    }
  }
}
