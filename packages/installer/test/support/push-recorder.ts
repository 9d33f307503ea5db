import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { patience } from "@kumakit/testkit";

export interface RecordedPush {
  /** performance.now() when it came. */
  readonly at: number;
  readonly token: string;
  readonly status: string;
  readonly message: string;
}

/** Answers like Uptime Kuma's push endpoint when it has recorded a beat, and keeps the pushes. */
export interface PushRecorder extends AsyncDisposable {
  readonly url: string;
  readonly pushes: RecordedPush[];
  waitFor(matches: (push: RecordedPush) => boolean, timeoutMs?: number): Promise<RecordedPush>;
  /** Waits until all that was sent before is recorded: what is sent now is answered later. */
  untilRecorded(): Promise<void>;
  /** The changes of status of one monitor: a status that is repeated counts once. */
  changes(token: string): readonly string[];
}

const probe = "/probe";

export async function startPushRecorder(): Promise<PushRecorder> {
  const pushes: RecordedPush[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://server");
    if (pathname === probe) {
      response.end();
      return;
    }
    pushes.push({
      at: performance.now(),
      token: pathname.replace("/api/push/", ""),
      status: searchParams.get("status") ?? "",
      message: searchParams.get("msg") ?? "",
    });
    response.setHeader("content-type", "application/json").end('{"ok":true}');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    pushes,
    async waitFor(matches, timeoutMs = 15_000) {
      for (const begin = performance.now(); ;) {
        const found = pushes.find(matches);
        if (found !== undefined) return found;
        if (performance.now() - begin > patience(timeoutMs)) {
          const seen = pushes.map(({ token, status, message }) => `${token} ${status} ${message}`).join("\n");
          throw new Error(`no such push came within ${timeoutMs} ms; there were:\n${seen}`);
        }
        await sleep(10);
      }
    },
    async untilRecorded() {
      await fetch(`${url}${probe}`);
    },
    changes(token) {
      const all = pushes.filter((push) => push.token === token).map(({ status }) => status);
      return all.filter((status, index) => status !== all[index - 1]);
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
