import { X509Certificate } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openPushClient } from "../src/push/open-push-client.ts";

const fixture = (name: string): Promise<Buffer> => readFile(new URL(`fixtures/${name}`, import.meta.url));

test.each([
  ["PEM", (pem: Buffer) => pem],
  [
    "a bundle of PEM with text between",
    (pem: Buffer) => Buffer.concat([pem, Buffer.from("\n# the same once more\n"), pem]),
  ],
  ["DER, which TLS itself does not take", (pem: Buffer) => new X509Certificate(pem).raw],
])("the file of an authority may be %s", async (_, made) => {
  const [cert, key] = [await fixture("localhost-cert.pem"), await fixture("localhost-key.pem")];
  const server = createServer({ cert, key }, (_request, response) => response.end('{"ok":true}'));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const folder = await mkdtemp(join(tmpdir(), "kumakit-authority-"));
  await writeFile(join(folder, "ca"), made(cert));
  const url = `https://localhost:${(server.address() as AddressInfo).port}`;
  const { client } = await openPushClient({ url, caFile: "ca" }, folder);
  try {
    const beat = { status: "up", message: "fine" } as const;
    expect(await client.push({ token: "t", beat, limits: { timeoutMs: 5_000 } })).toEqual({ ok: true });
  } finally {
    client.close();
    server.close();
    await rm(folder, { recursive: true });
  }
});
