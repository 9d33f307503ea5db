import type { Server as HttpServer } from "node:http";
import type { Server } from "node:net";

/** Has a server listen on 127.0.0.1, on a free port unless one is given; gives the port. */
export async function listenOnLoopback(server: Server, port = 0): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the system gave no port");
  return address.port;
}

/** Ends a web server with all its connections; it need not be listening. */
export async function closeServer(server: HttpServer): Promise<void> {
  if (!server.listening) return;
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
