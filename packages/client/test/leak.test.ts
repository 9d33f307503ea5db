import { fileURLToPath } from "node:url";
import { runCommand } from "@kumakit/testkit";
import { expect, test } from "vitest";
import { noAnswer, repliesOfTwo, sessionToken, startScriptedKuma } from "./support/scripted-kuma.ts";

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const megabyte = 1_048_576;

test("10,000 calls and 200 lost connections leave the heap as it was, and the process ends by itself", async () => {
  let losses = 0;
  await using kuma = await startScriptedKuma({
    replies: {
      ...repliesOfTwo,
      getTags: (_, socket) => {
        socket.emit("avgPing", 1, 3);
        return { ok: true, tags: [{ id: 1, name: "team", color: "#4B5563" }] };
      },
      getMonitor: ([id], socket) => {
        if (id === 2) {
          losses += 1;
          socket.conn.close();
        }
        return noAnswer;
      },
    },
  });
  const argv = ["--expose-gc", "--import", here("support/typescript-loader.mjs"), here("support/use-client-long.ts")];
  const result = await runCommand([process.execPath, ...argv, kuma.url, sessionToken, "10000", "20", "10"], {
    env: { PATH: process.env["PATH"] ?? "" },
  });
  expect(result).toMatchObject({ code: 0, stderr: "" });
  const heap = JSON.parse(result.stdout) as Record<string, number>;
  expect(losses).toBe(20 * 12);
  // A byte for each call would be 10 kB; one closure kept for each call some megabytes.
  expect(((heap["afterCalls"] ?? NaN) - (heap["beforeCalls"] ?? NaN)) / megabyte).toBeLessThan(1.5);
  expect(((heap["afterLosses"] ?? NaN) - (heap["beforeLosses"] ?? NaN)) / megabyte).toBeLessThan(1.5);
}, 90_000);
