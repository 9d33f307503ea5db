import { request, type Agent, type IncomingMessage, type RequestOptions } from "node:http";

/** How long supervisord may take for an answer, in ms. */
const answerTimeoutMs = 5_000;

/** An answer about 3,000 programs is not longer, in bytes. */
const longestAnswer = 4 * 1024 * 1024;

/** An HTTP request to supervisord. */
export interface ExchangeOptions {
  readonly agent: Agent;
  /** The socket, or host and port. */
  readonly target: Pick<RequestOptions, "socketPath" | "host" | "port">;
  readonly authorization?: string;
  readonly body: string;
  /** Called when the connection that was used ends. */
  readonly onDisconnect: () => void;
}

/** An HTTP answer. */
export interface ExchangeAnswer {
  readonly status: number;
  readonly body: string;
}

async function read(incoming: IncomingMessage): Promise<ExchangeAnswer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > longestAnswer) throw new Error("the answer is too long");
  }
  return { status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") };
}

/** One request and its whole answer, over a connection that is kept. @throws the errors of node:http */
function exchangeOnce(options: ExchangeOptions): { readonly answer: Promise<ExchangeAnswer>; reused(): boolean } {
  const { agent, target, authorization, body, onDisconnect } = options;
  const outgoing = request({
    ...target,
    agent,
    method: "POST",
    path: "/RPC2",
    headers: {
      host: "supervisord",
      "content-type": "text/xml",
      "content-length": Buffer.byteLength(body),
      ...(authorization === undefined ? {} : { authorization }),
    },
  });
  const answer = new Promise<ExchangeAnswer>((resolve, reject) => {
    const timer = setTimeout(() => {
      outgoing.destroy(Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" }));
    }, answerTimeoutMs);
    const clear = (): void => clearTimeout(timer);
    outgoing.once("socket", (socket) => {
      if (!outgoing.reusedSocket) socket.once("close", onDisconnect);
    });
    outgoing.once("response", (incoming) => void read(incoming).then(resolve, reject).finally(clear));
    outgoing.on("error", (error) => {
      clear();
      reject(error);
    });
  });
  outgoing.end(body);
  return { answer, reused: () => outgoing.reusedSocket };
}

/** As {@link exchangeOnce}; a kept connection that was closed meanwhile is replaced by a new one. */
export async function exchange(options: ExchangeOptions): Promise<ExchangeAnswer> {
  const first = exchangeOnce(options);
  try {
    return await first.answer;
  } catch (error) {
    const { code } = error as { readonly code?: string };
    if (!first.reused() || (code !== "ECONNRESET" && code !== "EPIPE")) throw error;
    return exchangeOnce(options).answer;
  }
}
