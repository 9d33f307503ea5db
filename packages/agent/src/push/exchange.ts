import type { ClientRequest, IncomingMessage } from "node:http";
import type { ConnectionPool } from "./connection-pool.ts";
import type { GiveUp } from "./give-up.ts";
import { limitIdle, notWanted, tooLate } from "./connection-limits.ts";
import type { ServerReply } from "./judge-reply.ts";
import { watchProxy, type Proxy } from "./proxy.ts";

type RequestOptions = Parameters<ConnectionPool["request"]>[0];

/** The server's answers are a few bytes; a page of a proxy may be longer and is cut. */
const longestBody = 64 * 1024;

const noBody = Buffer.alloc(0);

/** How one request is limited. */
export interface RequestLimits {
  /** How long all of it may take, in ms. */
  readonly timeoutMs: number;
  readonly giveUp?: GiveUp | undefined;
}

/** The request, and the way to the server. */
export interface ExchangeOptions {
  readonly request: ConnectionPool["request"];
  readonly options: RequestOptions;
  readonly limits: RequestLimits;
  /** Whether the connections are still open for another try. */
  readonly isOpen: () => boolean;
  /** Between the agent and the server. */
  readonly proxy: Proxy | undefined;
}

/** One of them is called, once. */
interface ExchangeListener {
  readonly onReply: (reply: ServerReply) => void;
  readonly onFailure: (error: unknown) => void;
}

function read(incoming: IncomingMessage): Buffer | null {
  return incoming.read() as Buffer | null;
}

function keepAliveOf({ headers }: IncomingMessage): string | undefined {
  const { "keep-alive": value } = headers;
  return typeof value === "string" ? value : undefined;
}

/** A kept-alive connection may be closed by the server at the very moment it is used again. */
function wasStale(error: unknown, { reusedSocket }: ClientRequest): boolean {
  const { code } = error as { readonly code?: unknown };
  return reusedSocket && (code === "ECONNRESET" || code === "EPIPE");
}

/**
 * Sends one request and reads the answer. It ends at once when the time is over or nobody waits for it.
 *
 * @param how - what to send, and the way to the server
 * @returns the answer of the server, or of something before it; rejected when there was none in time
 */
export function exchange(how: ExchangeOptions): Promise<ServerReply> {
  return new Promise((resolve, reject) => {
    new Exchange(how, { onReply: resolve, onFailure: reject }).start();
  });
}

/**
 * A host sends one for each check and push period, without a JIT: hence callbacks, and no more of them than needed.
 */
class Exchange {
  readonly #how: ExchangeOptions;
  readonly #listener: ExchangeListener;
  #timer: NodeJS.Timeout | undefined;
  #outgoing: ClientRequest | undefined;
  #isOver = false;

  constructor(how: ExchangeOptions, listener: ExchangeListener) {
    this.#how = how;
    this.#listener = listener;
  }

  start(): void {
    const { timeoutMs, giveUp } = this.#how.limits;
    this.#timer = setTimeout(() => this.#end(tooLate()), timeoutMs);
    if (giveUp?.isCalled === true) {
      this.#stop();
      return;
    }
    giveUp?.listen(() => this.#stop());
    this.#send();
  }

  #stop(): void {
    this.#end(notWanted());
  }

  #end(error: Error): void {
    const outgoing = this.#outgoing;
    this.#fail(error);
    outgoing?.destroy(error);
  }

  #send(): void {
    const { request, options, proxy, isOpen } = this.#how;
    let outgoing: ClientRequest;
    try {
      outgoing = request(options);
    } catch (error) {
      // Headers that cannot be sent.
      this.#fail(error);
      return;
    }
    this.#outgoing = outgoing;
    const onError = (error: unknown): void => {
      // That connection is gone, so that this ends at the latest with a new one.
      if (!this.#isOver && isOpen() && wasStale(error, outgoing)) this.#send();
      else this.#fail(error);
    };
    outgoing.on("response", (incoming) => this.#read(incoming));
    if (proxy === undefined) outgoing.on("error", onError);
    else watchProxy(outgoing, proxy, onError);
    outgoing.end();
  }

  /**
   * Reads the answer. An answer other than success may come from a server that is about to go, such as the one that
   * reports a migration. It stays as long as its connections do, so that this connection must not be used again.
   */
  #read(incoming: IncomingMessage): void {
    // Read now: at its end the answer gives its connection back.
    const { socket, statusCode: status = 0 } = incoming;
    let body: Buffer = noBody;
    const finish = (): void => {
      const isSuccess = status === 200;
      if (isSuccess && body.length <= longestBody) limitIdle(socket, () => keepAliveOf(incoming));
      else socket.destroy();
      if (!this.#settle()) return;
      const headers = isSuccess ? {} : incoming.headers;
      this.#listener.onReply({ status, body: body.toString("utf8"), headers });
    };
    // Reading what is there costs less than events for each chunk.
    incoming.on("readable", () => {
      for (let chunk = read(incoming); chunk !== null; chunk = read(incoming)) {
        body = body.length === 0 ? chunk : Buffer.concat([body, chunk]);
        if (body.length > longestBody) finish();
      }
    });
    incoming.on("end", finish);
    incoming.on("error", (error) => this.#fail(error));
  }

  #fail(error: unknown): void {
    if (this.#settle()) this.#listener.onFailure(error);
  }

  /** @returns whether it was not over before */
  #settle(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#how.limits.giveUp?.listen(undefined);
    return true;
  }
}
