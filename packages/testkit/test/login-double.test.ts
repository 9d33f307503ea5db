import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { startLoginDouble } from "../src/login-double/start-login-double.ts";
import { logInTranscript, type LogInEntry } from "./log-in/log-in-transcript.ts";
import { recordedLogIn } from "./log-in/recorded-log-in.ts";

test("the double of the log-in of 3.0 answers as the real one did, step by step", async () => {
  const expected = JSON.parse(await readFile(recordedLogIn, "utf8")) as readonly LogInEntry[];
  await using double = await startLoginDouble();
  const said = await logInTranscript(double.url);
  for (const [index, entry] of expected.entries()) expect.soft(said[index], entry.step).toEqual(entry);
  expect(said).toHaveLength(expected.length);
});
