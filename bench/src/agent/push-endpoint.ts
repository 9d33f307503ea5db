import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Answers as Uptime Kuma's push endpoint does, outside the machine that is measured. */
export interface PushEndpoint extends Disposable {
  readonly url: string;
  /** How many pushes of a state were acknowledged. */
  readonly count: () => number;
}

/** Starts one on a free port. */
export async function startPushEndpoint(): Promise<PushEndpoint> {
  let count = 0;
  const server = createServer((request, response) => {
    if (/^\/api\/push\/\w+\?(?:.*&)?status=up/u.test(request.url ?? "")) count += 1;
    response.setHeader("content-type", "application/json; charset=utf-8");
    response.end('{"ok":true}');
  });
  // Uptime Kuma's own, so that connections live as long as there.
  server.keepAliveTimeout = 5_000;
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: () => count,
    [Symbol.dispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}
