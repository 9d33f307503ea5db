import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import { readGivenToken } from "../src/agents/given-token.ts";
import { namedHosts } from "../src/hosts/named-hosts.ts";
import { readConfig } from "../src/notifications/read-config.ts";
import { headersInFront, readHeaderFile } from "../src/secrets/headers-in-front.ts";
import { readSecretFile } from "../src/secrets/read-secret.ts";

let file: string;
beforeAll(() => {
  file = join(mkdtempSync(join(tmpdir(), "given-token-")), "token");
});
afterAll(() => {
  rmSync(join(file, ".."), { recursive: true });
});

const read = (text: string, server?: string): ReturnType<typeof readGivenToken> => {
  writeFileSync(file, text);
  return readGivenToken(file, server);
};

test("the JSON of a new monitor brings its interval along", async () => {
  const pushUrl = "http://kuma.example:3001/base/api/push/Token123456?status=up&msg=OK&ping=";
  const given = { server: "http://kuma.example:3001/base", token: "Token123456" };
  expect(await read(JSON.stringify({ id: 1, interval: 20, pushUrl }))).toEqual({ ...given, interval: 20 });
  expect(await read(pushUrl)).toEqual({ ...given, interval: undefined });
  expect(await read("Token123456\n", "http://other")).toEqual({
    server: "http://other",
    token: "Token123456",
    interval: undefined,
  });
});

test.each(["{", "{}", '{"pushUrl": 7}', '{"pushUrl": ""}', "[1]"])(
  "%j holds no token, and is not repeated",
  async (text) => {
    await expect(read(text, "http://other")).rejects.toMatchObject({
      code: "KUMA_USAGE",
      message: `${file} holds no push token`,
    });
  },
);

test("an empty file is said to be empty", async () => {
  await expect(read("\n", "http://other")).rejects.toMatchObject({
    code: "KUMA_USAGE",
    message: `The file ${file} is empty`,
  });
});

test.each(["token", "hosts", "config", "secret"] as const)(
  "a file of a %s that is not there is named, with the reason",
  async (kind) => {
    const absent = join(file, "../absent");
    const reading = {
      token: () => readGivenToken(absent, "http://other"),
      hosts: () => namedHosts({ "hosts-file": absent }),
      config: () => readConfig(absent),
      secret: () => readSecretFile(absent, () => undefined),
    };
    const flag = { token: "--token-file ", hosts: "--hosts-file ", config: "", secret: "" };
    await expect(reading[kind]()).rejects.toMatchObject({
      code: "KUMA_USAGE",
      message: `${flag[kind]}${absent} cannot be read: there is no such file`,
    });
  },
);

test("a file of headers has one a line, and another line is not repeated", async () => {
  const headers = (text: string) => {
    writeFileSync(file, text, { mode: 0o600 });
    return readHeaderFile(file, () => undefined);
  };
  expect(await headers("X-Pass: a:b \r\n\nAuthorization:Bearer x\n")).toEqual({
    "X-Pass": "a:b",
    Authorization: "Bearer x",
  });
  for (const wrong of ["hunter2", "X-Pass:", "X Pass: hunter2", "X-Pass: hunter2\u20AC", "Origin: http://hunter2"]) {
    await expect(headers(`A: 1\n${wrong}\n`)).rejects.toMatchObject({
      code: "KUMA_USAGE",
      message: expect.stringMatching(/^Line 2 of (?!.*hunter2)/),
    });
  }
});

test("a header that the file and the address give is refused, without its value", async () => {
  writeFileSync(file, "authorization: Bearer hunter2\n", { mode: 0o600 });
  const given = { file, authorization: "Basic hunter2", isSeen: false };
  await expect(headersInFront(given, () => undefined)).rejects.toMatchObject({
    code: "KUMA_USAGE",
    message: `${file} has an Authorization header, and so has the address`,
  });
});
