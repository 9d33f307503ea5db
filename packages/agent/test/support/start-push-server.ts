import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { patience } from "@kumakit/testkit";

export interface ReceivedPush {
  /** performance.now() when it came. */
  readonly at: number;
  readonly path: string;
  readonly status: string | null;
  readonly message: string;
  readonly ping: string | null;
  readonly headers: IncomingMessage["headers"];
}

type Answer = (response: ServerResponse, push: ReceivedPush) => void | Promise<void>;

export interface PushServer {
  readonly url: string;
  readonly pushes: ReceivedPush[];
  /** The most requests that were unanswered at the same time. */
  readonly mostAtOnce: number;
  answerWith(answer: Answer): void;
  close(): Promise<void>;
  /** `timeoutMs` is for a quiet machine. */
  waitFor(matches: (push: ReceivedPush) => boolean, timeoutMs?: number): Promise<ReceivedPush>;
  /**
   * Waits until an agent with one check has looked at the present state, and pushed: of two more pushes the second
   * belongs to a look that began after now. An interval of 6 s makes one each second.
   */
  untilLooked(): Promise<void>;
}

/** The answer of Uptime Kuma when it has recorded a beat. */
export const recorded: Answer = (response) => {
  response.setHeader("content-type", "application/json; charset=utf-8");
  response.end('{"ok":true}');
};

export function answer(status: number, body: string, headers: Record<string, string> = {}): Answer {
  return (response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
}

export async function startPushServer(): Promise<PushServer> {
  const pushes: ReceivedPush[] = [];
  let current: Answer = recorded;
  let open = 0;
  let mostAtOnce = 0;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://server");
    const push: ReceivedPush = {
      at: performance.now(),
      path: url.pathname,
      status: url.searchParams.get("status"),
      message: url.searchParams.get("msg") ?? "",
      ping: url.searchParams.get("ping"),
      headers: request.headers,
    };
    open += 1;
    mostAtOnce = Math.max(mostAtOnce, open);
    response.once("close", () => (open -= 1));
    pushes.push(push);
    void current(response, push);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    pushes,
    get mostAtOnce() {
      return mostAtOnce;
    },
    answerWith(next) {
      current = next;
    },
    async waitFor(matches, timeoutMs = 10_000) {
      const begin = performance.now();
      for (;;) {
        const found = pushes.find(matches);
        if (found !== undefined) return found;
        if (performance.now() - begin > patience(timeoutMs)) {
          const seen = pushes.map(({ status, message }) => `${status} ${message}`).join("\n");
          throw new Error(`no such push came within ${timeoutMs} ms; there were:\n${seen}`);
        }
        await sleep(5);
      }
    },
    async untilLooked() {
      const since = performance.now();
      const later = (): number => pushes.filter(({ at }) => at > since).length;
      for (const begin = since; later() < 2; await sleep(5)) {
        if (performance.now() - begin > patience(30_000)) throw new Error("the agent has not looked twice");
      }
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
