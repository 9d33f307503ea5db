import { mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { OutageMemory } from "../src/agent/outage-memory.ts";
import { silentLogger } from "../src/logger.ts";

const second = 1000;
const minute = 60 * second;
const noon = Date.parse("2026-01-31T12:00:00Z");
let folder: string;
let file: string;
let warnings: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-outages-"));
  file = join(folder, "state", "outages.json");
  warnings = [];
  vi.useFakeTimers({ toFake: ["Date"], now: noon });
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true });
});

/** The memory of an agent that starts now. */
async function started(): Promise<OutageMemory> {
  const memory = new OutageMemory({
    file,
    logger: { ...silentLogger, warn: (message) => void warnings.push(message) },
  });
  await memory.read();
  return memory;
}

async function remembering(note: (memory: OutageMemory) => void): Promise<void> {
  const memory = await started();
  note(memory);
  await memory.close();
}

function later(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

test("an outage that outlives the agent is counted from the death", async () => {
  await remembering((memory) => memory.noteDown("web", 5 * second));
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  later(2 * minute);
  const memory = await started();
  // It has run for 20 s: the outage ended then.
  expect(memory.noteUp("web", 20 * second)).toBe(105 * second);
  expect(memory.noteUp("web", 20 * second)).toBeUndefined();
  await memory.close();
  expect((await started()).noteUp("web", undefined)).toBeUndefined();
  expect(await readdir(join(folder, "state"))).toEqual(["outages.json"]);
});

test("one that goes on after a boot began before it", async () => {
  await remembering((memory) => memory.noteDown("web", 0));
  later(minute);
  const memory = await started();
  expect(memory.noteDown("web", 3 * second)).toBe(minute);
  later(minute);
  expect(memory.noteUp("web", 0)).toBe(2 * minute);
});

test("without a start since then it ends now: a container may be healthy again that ran all the while", async () => {
  await remembering((memory) => memory.noteDown("shop", 0));
  later(minute);
  expect((await started()).noteUp("shop", 60 * minute)).toBe(minute);
});

test("a host that went down is an outage of what went down with it", async () => {
  await remembering((memory) => {
    for (const name of ["web", "plain", "kept"]) memory.noteEndOfHost(name);
    memory.noteDown("broken", 10 * second);
    memory.noteEndOfHost("broken");
  });
  later(minute);
  const memory = await started();
  expect(memory.noteUp("web", 15 * second)).toBe(45 * second);
  expect(memory.noteUp("plain", undefined)).toBe(minute);
  // The shutdown was called off.
  expect(memory.noteUp("kept", 60 * minute)).toBeUndefined();
  expect(memory.noteUp("broken", 15 * second)).toBe(55 * second);
});

test("a clock that was put back says nothing", async () => {
  await remembering((memory) => memory.noteDown("web", 0));
  later(-60 * minute);
  expect((await started()).noteUp("web", second)).toBeUndefined();
});

test("checks that are gone are forgotten", async () => {
  await remembering((memory) => {
    memory.noteDown("web", 0);
    memory.noteDown("old", 0);
    memory.keepOnly(["web"]);
  });
  expect(JSON.parse(await readFile(file, "utf8"))).toEqual({
    version: 1,
    outages: [{ check: "web", since: "2026-01-31T12:00:00.000Z" }],
  });
});

test.each([
  "",
  "{",
  "null",
  "[]",
  '{"version":2,"outages":[]}',
  '{"version":1,"outages":[7,{"check":1},{"check":"web","since":"x"}]}',
])("a file that holds %j is as if it were not there", async (text) => {
  await remembering((memory) => memory.noteDown("web", 0));
  await writeFile(file, text);
  const memory = await started();
  expect(memory.noteUp("web", undefined)).toBeUndefined();
  expect(memory.noteDown("web", 0)).toBe(0);
  await memory.close();
});

test("a folder that is not there and cannot be made is said once", async () => {
  await writeFile(join(folder, "state"), "no folder");
  const memory = await started();
  memory.noteDown("web", 0);
  await memory.close();
  memory.noteUp("web", 0);
  await memory.close();
  expect(warnings).toEqual([expect.stringMatching(/^outages cannot be remembered: E/)]);
});
