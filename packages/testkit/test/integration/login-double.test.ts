import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { startKuma } from "../../src/kuma/start-kuma.ts";
import { listedServers } from "../../src/vitest/listed-servers.ts";
import { logInTranscript, type LogInEntry } from "../log-in/log-in-transcript.ts";
import { logInText, recordedLogIn } from "../log-in/recorded-log-in.ts";

const recorded: string[] = [];
for (const server of listedServers(process.env["KUMA_TEST_SERVERS"])) {
  if (!("checkout" in server)) continue;
  const { version } = JSON.parse(await readFile(path.join(server.checkout, "package.json"), "utf8")) as {
    version: string;
  };
  if (version.startsWith("3.0.")) recorded.push(server.checkout);
}

// Recorded again by: KUMA_TEST_SERVERS=CHECKOUT pnpm exec vitest run --project integration login-double --update
test.each(recorded)("the recording of the log-in is what the real server of %s says", async (checkout) => {
  await using kuma = await startKuma({ checkout, admin: false });
  await expect(logInText(await logInTranscript(kuma.url))).toMatchFileSnapshot(recordedLogIn);
});

test("the recording is there", async () => {
  expect((JSON.parse(await readFile(recordedLogIn, "utf8")) as readonly LogInEntry[]).length).toBeGreaterThan(30);
});
