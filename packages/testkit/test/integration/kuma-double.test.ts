import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { startKuma } from "../../src/kuma/start-kuma.ts";
import { listedServers } from "../../src/vitest/listed-servers.ts";
import { conversation } from "../recorded/conversation.ts";
import { recordedFile, recordedTranscript, transcriptText } from "../recorded/transcript-text.ts";
import { transcriptOf } from "../recorded/transcript.ts";

async function versionOf(checkout: string): Promise<string> {
  const { version } = JSON.parse(await readFile(path.join(checkout, "package.json"), "utf8")) as { version: string };
  return version;
}

const doubled: { readonly version: string; readonly checkout: string }[] = [];
for (const server of listedServers(process.env["KUMA_TEST_SERVERS"])) {
  if (!("checkout" in server)) continue;
  const version = await versionOf(server.checkout);
  if (version.startsWith("2.5.")) doubled.push({ version, checkout: server.checkout });
}

// Record again: KUMA_TEST_SERVERS=CHECKOUT pnpm exec vitest run --project integration kuma-double --update
test.each(doubled)(
  "the recording that the double is held to is what a real $version says",
  { timeout: 240_000 },
  async ({ checkout }) => {
    await using kuma = await startKuma({ checkout, admin: false });
    const transcript = await transcriptOf({ url: kuma.url, settle: 150 }, conversation);
    await expect(transcriptText(transcript)).toMatchFileSnapshot(recordedFile);
  },
);

test("the recording is there", async () => {
  expect(Object.keys(await recordedTranscript())).toEqual(Object.keys(conversation));
});
