// One log-in in a separate process, for its time and its memory.
//   node measured-login.js raw|client URL   (the session token comes on standard input)
import { performance } from "node:perf_hooks";
import { text } from "node:stream/consumers";
import { connect, sessionTokenAuth } from "@kumakit/client";
import { openRaw } from "./raw-kuma.ts";

const [kind, url = ""] = process.argv.slice(2);
const token = (await text(process.stdin)).trim();
const start = performance.now();
const close = kind === "raw" ? await raw() : await client();
const time = performance.now() - start;
process.stdout.write(`${JSON.stringify({ time, memory: process.resourceUsage().maxRSS * 1_024 })}\n`);
await close();

async function raw(): Promise<() => Promise<void>> {
  const opened = await openRaw(url, token);
  return () => Promise.resolve(opened.close());
}

async function client(): Promise<() => Promise<void>> {
  const opened = await connect({ url, auth: sessionTokenAuth(token) });
  return () => opened.close();
}
