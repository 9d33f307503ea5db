import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { certificateOptions, certificates, closeAll, listen, plainServer } from "../support/listen.ts";
import { startPushServer, type PushServer } from "../support/start-push-server.ts";

const buildScript = fileURLToPath(new URL("../../build-bundle.mjs", import.meta.url));

let folder: string;
let server: PushServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-network-"));
  server = await startPushServer();
});
afterEach(async () => {
  await closeAll();
  await server.close();
  await rm(folder, { recursive: true });
});

test("the installed program, without executable memory, looks at ports, web servers, certificates and containers", async () => {
  const program = join(folder, "kuma-agent.mjs");
  await promisify(execFile)(process.execPath, [buildScript, program]);
  const plain = await listen(createServer((_, response) => response.end('{"status":"ok"}')));
  const secure = await listen(createHttpsServer(certificateOptions(), (_, response) => response.end("safe")));
  const mail = await listen(plainServer((socket) => void socket.end("220 mail ESMTP\r\n")));
  const caFile = `${certificates}authority.pem`;
  const local = { host: "127.0.0.1", interval: 6 };
  const checks: Record<string, unknown>[] = [
    { type: "tcp", name: "mail", ...local, port: mail, expect: "/^220 /" },
    { type: "tcp", name: "tls", ...local, port: secure, tls: true, caFile },
    { type: "http", name: "plain", interval: 6, url: `http://127.0.0.1:${plain}/`, json: { "/status": "ok" } },
    { type: "http", name: "secure", interval: 6, url: `https://localhost:${secure}/`, caFile, contains: "safe" },
    { type: "certificate", name: "shown", ...local, port: secure, caFile },
    { type: "certificate", name: "file", interval: 6, file: `${certificates}expired.pem` },
    { type: "docker", name: "containers", interval: 6, socket: `${folder}/absent.sock`, downAfter: 0 },
  ];
  for (const check of checks) {
    check["tokenFile"] = String(check["name"]);
    await writeFile(join(folder, String(check["name"])), `T0ken-of-${String(check["name"])}`, { mode: 0o600 });
  }
  const config = { version: 1, server: { url: server.url }, host: "h", checks };
  await writeFile(join(folder, "agent.json"), JSON.stringify(config));
  const agent = spawn(process.execPath, ["--jitless", program, "run", `--config=${folder}/agent.json`], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [agent.stdout, agent.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  try {
    const first = async (name: string) => {
      const { status, message, ping } = await server.waitFor(
        ({ path }) => path === `/api/push/T0ken-of-${name}`,
        30_000,
      );
      return { status, message, ping };
    };
    const ping = expect.stringMatching(/^\d+$/);
    expect(await first("mail")).toEqual({ status: "up", message: `h: 127.0.0.1:${mail} says "220 mail ESMTP"`, ping });
    expect(await first("tls")).toEqual({
      status: "up",
      message: `h: 127.0.0.1:${secure} accepts TLS connections`,
      ping,
    });
    expect(await first("plain")).toEqual({
      status: "up",
      message: `h: http://127.0.0.1:${plain}/ answered 200 OK`,
      ping,
    });
    expect(await first("secure")).toEqual({
      status: "up",
      message: `h: https://localhost:${secure}/ answered 200 OK`,
      ping,
    });
    expect(await first("shown")).toMatchObject({
      status: "up",
      message: expect.stringMatching(/CN=localhost .*expires on 2120-01-01/),
    });
    expect(await first("file")).toMatchObject({
      status: "down",
      message: expect.stringContaining("expired on 2021-01-01"),
    });
    expect(await first("containers")).toMatchObject({
      status: "down",
      message: `h: the container engine is not running: there is no socket ${folder}/absent.sock`,
    });
  } finally {
    agent.kill("SIGTERM");
    if (agent.exitCode === null) await once(agent, "exit");
  }
  expect({ code: agent.exitCode, output }).toEqual({ code: 0, output: expect.not.stringMatching(/Error|failed/) });
});
