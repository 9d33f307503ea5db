import { throughLayer } from "@kumakit/testkit";
import { describeWith } from "@kumakit/testkit/vitest";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";

import { examineHostRoad } from "../src/facts/host-road.ts";
import type { Host } from "../src/hosts/host.ts";

const web = createServer((_request, response) => response.writeHead(404).end());
/** Speaks no TLS, and no HTTP either. */
const mute = createTcpServer((socket) => socket.on("error", () => {}).end("220 hello\r\n"));

const portOf = (server: Pick<Server, "address">): number => (server.address() as AddressInfo).port;

beforeAll(async () => {
  for (const server of [web, mute]) await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});

afterAll(() => {
  web.close();
  mute.close();
});

/** A machine with the programs of the tests' layer, without some of them. */
function hostWithout(...missing: readonly string[]): Host {
  return {
    label: "this host",
    runScript: async ({ program, args }) => {
      const hidden = missing.map((name) => `${name}() { return 127; }\n`).join("");
      const hide = `command() { case $2 in ${[...missing, "-"].join(" | ")}) return 1 ;; esac; [ "$1" = -v ] && type "$2" >/dev/null 2>&1; }\n`;
      const [first = "", ...rest] = throughLayer(["sh", "-c", `${hidden}${hide}${program}`, "sh", ...args]);
      const child = spawn(first, rest);
      const output: Buffer[] = [];
      child.stdout.on("data", (part: Buffer) => output.push(part));
      await once(child, "close");
      return { code: child.exitCode ?? 1, output: Buffer.concat(output), complaint: "" };
    },
  };
}

describeWith(["curl", "wget"], "the way of a host to a server", () => {
  it.each([
    ["curl", hostWithout()],
    ["wget", hostWithout("curl")],
  ] as const)("by %s", async (program, host) => {
    const look = async (url: string) => (await examineHostRoad(host, url))?.failure?.step;
    expect(await examineHostRoad(host, `http://127.0.0.1:${portOf(web)}`)).toEqual({
      program,
      hasProxy: false,
      addresses: ["127.0.0.1"],
      failure: undefined,
    });
    expect(await look("http://127.0.0.1:1")).toBe("tcp");
    expect(await look("http://no-such-name.invalid")).toBe("dns");
    expect(await look(`https://127.0.0.1:${portOf(mute)}`)).toBe("tls");
  });

  it("is not looked at without either, and gives no user or password to a program", async () => {
    const url = `http://me:pa55@127.0.0.1:${portOf(web)}`;
    expect(await examineHostRoad(hostWithout("curl", "wget"), url)).toMatchObject({ program: undefined });
    const seen: string[] = [];
    const nothing = { code: 1, output: Buffer.alloc(0), complaint: "" };
    const host: Host = {
      label: "this host",
      runScript: async ({ args }) => {
        seen.push(...args);
        return nothing;
      },
    };
    expect(await examineHostRoad(host, url)).toBeUndefined();
    expect(seen.join(" ")).not.toContain("pa55");
  });
});
