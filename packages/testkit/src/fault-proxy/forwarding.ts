import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** A request and the place for its answer. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: URL;
}

/** Asks the server; the request's body follows as it comes. */
export async function ask({ request, target }: Exchange): Promise<IncomingMessage> {
  const upstream = httpRequest({
    host: target.hostname,
    port: target.port,
    method: request.method,
    path: request.url,
    headers: request.rawHeaders,
  });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    upstream.once("response", resolve);
    upstream.once("error", reject);
  });
  request.pipe(upstream);
  return await answer;
}

/** Hands the server's answer on as it came, or `bytesPerSecond` of its body at a time. */
export async function answerWith(
  { response }: Exchange,
  answer: IncomingMessage,
  bytesPerSecond = Infinity,
): Promise<void> {
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage, answer.rawHeaders);
  await (bytesPerSecond === Infinity ? pipeline(answer, response) : pipeline(answer, drip(bytesPerSecond), response));
}

function drip(bytesPerSecond: number): (source: AsyncIterable<Buffer>) => AsyncGenerator<Buffer> {
  return async function* inDrops(source) {
    for await (const chunk of source) {
      for (let offset = 0; offset < chunk.length; offset += 1) {
        await sleep(1000 / bytesPerSecond, undefined, { ref: false });
        yield chunk.subarray(offset, offset + 1);
      }
    }
  };
}

/** Asks the server on another connection, and hands on only the first bytes of the answer. */
export async function answerCut({ request, target }: Exchange, afterBytes: number): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const upstream = connect(Number(target.port), target.hostname);
  const headers = [...withoutHeaders(request, /^(?:connection|content-length|transfer-encoding)$/iu)];
  headers.push("Connection", "close");
  if (body.length > 0) headers.push("Content-Length", String(body.length));
  upstream.write(requestHead(request, headers));
  upstream.write(body);
  let left = afterBytes;
  upstream.on("data", (chunk: Buffer) => {
    request.socket.write(chunk.subarray(0, left));
    left -= chunk.length;
    if (left <= 0) upstream.destroy();
  });
  await new Promise<void>((resolve) => {
    upstream.on("error", () => resolve());
    upstream.on("close", () => resolve());
  });
  // A reset throws away what the client has not read yet.
  await sleep(30, undefined, { ref: false });
  request.socket.resetAndDestroy();
}

/** The two ends of a WebSocket, and the faults between them. */
interface TunnelEnds {
  readonly socket: Duplex;
  readonly target: URL;
  /** How much of what the server says is handed on before both ends are closed. Default: all. */
  readonly afterBytes?: number;
  /** Whether what the server says now gets lost. */
  readonly isMute: () => boolean;
}

/** Connects both ends of a WebSocket, from its handshake on. */
export function tunnel(request: IncomingMessage, { socket, target, afterBytes, isMute }: TunnelEnds): Socket {
  const upstream = connect(Number(target.port), target.hostname);
  upstream.write(requestHead(request, request.rawHeaders));
  if (afterBytes === undefined) passUnlessMute(upstream, socket, isMute);
  else passOn(upstream, socket, afterBytes);
  socket.pipe(upstream);
  const end = (): void => {
    upstream.destroy();
    socket.destroy();
  };
  for (const side of [upstream, socket]) side.on("error", end).on("close", end);
  return upstream;
}

function passOn(upstream: Socket, socket: Duplex, bytes: number): void {
  let left = bytes;
  upstream.on("data", (chunk: Buffer) => {
    const part = chunk.subarray(0, left);
    left -= part.length;
    // Not a reset: that would throw away what the client has not read yet.
    if (left > 0) socket.write(part);
    else socket.end(part, () => upstream.destroy());
  });
}

/** Once something got lost, nothing more is handed on: a message with a gap cannot be read. */
function passUnlessMute(upstream: Socket, socket: Duplex, isMute: () => boolean): void {
  let hasLost = false;
  upstream.on("data", (chunk: Buffer) => {
    hasLost ||= isMute();
    if (hasLost || socket.write(chunk)) return;
    upstream.pause();
    socket.once("drain", () => upstream.resume());
  });
  upstream.on("end", () => socket.end());
}

function requestHead(request: IncomingMessage, headers: readonly string[]): string {
  const lines = [`${request.method} ${request.url} HTTP/1.1`];
  for (let index = 0; index < headers.length; index += 2) lines.push(`${headers[index]}: ${headers[index + 1]}`);
  return `${lines.join("\r\n")}\r\n\r\n`;
}

function withoutHeaders(request: IncomingMessage, unwanted: RegExp): readonly string[] {
  const { rawHeaders } = request;
  return rawHeaders.filter((_, index) => !unwanted.test(rawHeaders[index - (index % 2)] ?? ""));
}
