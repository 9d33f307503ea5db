import { once } from "node:events";
import { Agent, createServer, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { closeAll, listen, plainServer } from "../../../test/support/listen.ts";
import { DeadlineError, startDeadline } from "./deadline.ts";
import { httpRequest, readBounded } from "./http-request.ts";

const agents: Agent[] = [];
afterEach(async () => {
  for (const agent of agents.splice(0)) agent.destroy();
  await closeAll();
});

function keptAgent(): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  agents.push(agent);
  return agent;
}

const { signal } = new AbortController();
const text = async (incoming: IncomingMessage) => (await readBounded(incoming, 10)).bytes.toString();

test("a connection is kept, and replaced once the other side has closed it", async () => {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    sockets.add(request.socket);
    response.end(String(sockets.size));
  });
  const port = await listen(server);
  let ended = 0;
  const options = { port, agent: keptAgent() };
  const ask = () => httpRequest({ options, signal, onDisconnect: () => (ended += 1) }, text);
  expect([await ask(), await ask(), ended]).toEqual(["1", "1", 0]);
  // The server resets it when the next request arrives, so that the client cannot know before.
  const [first] = sockets;
  server.removeAllListeners("request");
  server.once("request", (request: IncomingMessage) => {
    request.socket.resetAndDestroy();
    server.on("request", (_, response) => response.end("new"));
  });
  expect(await ask()).toBe("new");
  expect([first?.destroyed, ended]).toEqual([true, 1]);
});

test("a new connection that is cut is not tried again", async () => {
  let tries = 0;
  const port = await listen(
    plainServer((socket) => {
      tries += 1;
      socket.resetAndDestroy();
    }),
  );
  await expect(httpRequest({ options: { port, agent: keptAgent() }, signal }, text)).rejects.toThrow(
    /ECONNRESET|hang up/,
  );
  expect(tries).toBe(1);
});

test.each([
  ["no answer", ""],
  ["an answer that stops", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"],
])("%s ends with the limit, and the connection with it", async (_what, answer) => {
  let other: Socket | undefined;
  const port = await listen(
    plainServer((socket) => {
      other = socket.resume();
      socket.write(answer);
    }),
  );
  const deadline = startDeadline(100);
  const asked = httpRequest({ options: { port, agent: keptAgent() }, signal: deadline.signal }, text);
  await expect(asked).rejects.toThrow(DeadlineError);
  if (other?.closed === false) await once(other, "close");
});

test("a request that waits for a connection ends with its limit, too", async () => {
  const port = await listen(plainServer());
  const options = { port, agent: keptAgent() };
  const [long, short] = [startDeadline(60_000), startDeadline(50)];
  const first = httpRequest({ options, signal: long.signal }, text);
  first.catch(() => undefined);
  await expect(httpRequest({ options, signal: short.signal }, text)).rejects.toThrow(DeadlineError);
  long.clear();
});

test("more than the limit is not read, and such a connection is not used again", async () => {
  const port = await listen(createServer((_, response) => response.end("x".repeat(1_000_000))));
  const agent = keptAgent();
  const read = (incoming: IncomingMessage) => readBounded(incoming, 10);
  const answer = await httpRequest({ options: { port, agent }, signal }, read);
  expect([answer.bytes.toString(), answer.isCut]).toEqual(["xxxxxxxxxx", true]);
  expect(Object.keys(agent.freeSockets)).toEqual([]);
});
