import { existsSync } from "node:fs";
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { SessionStore } from "../src/profiles/session-store.ts";

const one = { server: "http://one:3001", username: "admin", token: "token-of-one" };
const two = { server: "https://two/kuma", username: "ops", token: "token-of-two" };
let home: string;
let store: SessionStore;
let warnings: string[];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "kuma-sessions-"));
  warnings = [];
  store = new SessionStore(join(home, "config", "kuma"), (message) => warnings.push(message));
});

afterEach(() => rm(home, { recursive: true }));

test("only the person can read it, folder and file", async () => {
  await store.save(one);
  expect((await stat(join(home, "config", "kuma"))).mode & 0o777).toBe(0o700);
  expect((await stat(store.file)).mode & 0o777).toBe(0o600);
  expect(await readdir(join(home, "config", "kuma"))).toEqual(["sessions.json"]);
});

test("a file that others could read is closed to them when it is written again", async () => {
  await store.save(one);
  await chmod(store.file, 0o644);
  await chmod(join(home, "config", "kuma"), 0o755);
  await store.save(two);
  expect((await stat(store.file)).mode & 0o777).toBe(0o600);
  expect((await stat(join(home, "config", "kuma"))).mode & 0o777).toBe(0o700);
});

test("a file that others could read is closed to them when it is read, and that is said once", async () => {
  await store.save(one);
  await chmod(store.file, 0o644);
  expect(await store.find()).toMatchObject(one);
  expect((await stat(store.file)).mode & 0o777).toBe(0o600);
  await store.find();
  expect(warnings).toEqual([expect.stringContaining(store.file)]);
  expect(warnings.join()).not.toContain("token-of");
});

test.runIf(existsSync("/proc/self"))("a folder that cannot be made is an error, and at once", async () => {
  // Node's own recursive mkdir never ends there.
  const lost = new SessionStore("/proc/kuma", (message) => warnings.push(message));
  await expect(lost.save(one)).rejects.toThrow(
    expect.objectContaining({ code: "KUMA_SESSIONS_UNUSABLE", message: expect.stringContaining("/proc/kuma") }),
  );
});

test("a file instead of a folder is an error that names it", async () => {
  await writeFile(join(home, "config"), "");
  await expect(store.save(one)).rejects.toThrow(expect.objectContaining({ code: "KUMA_SESSIONS_UNUSABLE" }));
});

test("the server logged in to last is the current one; others are found by their URL", async () => {
  await store.save(one);
  await store.save(two);
  expect(await store.find()).toMatchObject(two);
  expect(await store.find(one.server)).toMatchObject(one);
  expect(await store.find("http://three")).toBeUndefined();
});

test("forgetting the current server makes another one current; forgetting all leaves no token", async () => {
  await store.save(one);
  await store.save(two);
  expect(await store.forget([two.server])).toEqual([two.server]);
  expect(await store.find()).toMatchObject(one);
  expect(await store.forget(["http://three"])).toEqual([]);
  expect(await store.forget(await store.servers())).toEqual([one.server]);
  expect(await store.find()).toBeUndefined();
  expect(await readFile(store.file, "utf8")).not.toContain("token-of");
});

test("nothing is stored before the first login", async () => {
  expect(await store.find()).toBeUndefined();
  expect(await store.servers()).toEqual([]);
  expect(await readdir(home)).toEqual([]);
});

test("a damaged file is named, its content is not, and it is left alone", async () => {
  await store.save(one);
  await writeFile(store.file, '{"version":1,"sessions":{"x":{"token":"secret-token"}}');
  await expect(store.find()).rejects.toThrow(expect.objectContaining({ code: "KUMA_SESSIONS_UNUSABLE", exit: 1 }));
  const error: unknown = await store.save(two).catch((reason: unknown) => reason);
  expect(String(error)).toContain(store.file);
  expect(String(error)).not.toContain("secret-token");
  expect(await readFile(store.file, "utf8")).toContain("secret-token");
});

test("headers are kept with the session of their server", async () => {
  await store.save({ ...one, headers: { "X-Pass": "open" } });
  await store.save({ ...two, headers: {} });
  expect((await store.find(one.server))?.headers).toEqual({ "X-Pass": "open" });
  expect((await store.find(two.server))?.headers).toBeUndefined();
});
