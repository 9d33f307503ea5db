import type { KumaClient } from "@kumakit/client";
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";

import { Witness } from "../src/proof/witness.ts";

let server: Server;
beforeEach(async () => {
  server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => {
  server.close();
});

const send = (url: string, status?: number): Promise<Response> =>
  fetch(url, { method: "POST", body: JSON.stringify({ heartbeat: status === undefined ? null : { status } }) });

/** The part of a client that a witness needs. The server reaches this machine, or it does not. */
function clientOf(isReaching: boolean): KumaClient {
  const { port } = server.address() as AddressInfo;
  const notify = async ({ webhookURL }: { readonly webhookURL: string }): Promise<void> => {
    if (isReaching) await send(webhookURL);
  };
  return { server: { url: `http://127.0.0.1:${port}` }, notifications: { test: notify } } as unknown as KumaClient;
}

test("there is none where the server does not reach this machine", async () => {
  expect(await Witness.open(clientOf(false))).toBeUndefined();
});

test("it sees DOWN and UP, and only at its own address", async () => {
  await using witness = await Witness.open(clientOf(true));
  const url = witness?.input.webhookURL ?? "";
  await send(new URL("/another", url).href, 0);
  expect(await witness?.seen("down", 50)).toBeUndefined();
  await send(url, 0);
  expect(await witness?.seen("down", 1000)).toEqual(expect.any(Number));
  expect(await witness?.seen("up", 50)).toBeUndefined();
});

test("a sender that goes away in the middle ends nothing", async () => {
  await using witness = await Witness.open(clientOf(true));
  const url = new URL(witness?.input.webhookURL ?? "");
  const socket = connect(Number(url.port), url.hostname);
  socket.write(`POST ${url.pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"heartbeat":`);
  await sleep(100);
  socket.destroy();
  await sleep(100);
  await send(url.href, 1);
  expect(await witness?.seen("up", 1000)).toEqual(expect.any(Number));
});
