import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { startKuma } from "../../src/kuma/start-kuma.ts";
import { startKumaDouble } from "../../src/kuma-double/start-kuma-double.ts";
import { listedServers } from "../../src/vitest/listed-servers.ts";
import { conversation } from "../recorded/conversation.ts";
import { transcriptOf } from "../recorded/transcript.ts";

const recorded = new URL("../recorded/2.5.3.json", import.meta.url);

async function versionOf(checkout: string): Promise<string> {
  const { version } = JSON.parse(await readFile(path.join(checkout, "package.json"), "utf8")) as { version: string };
  return version;
}

const checkouts = listedServers(process.env["KUMA_TEST_SERVERS"]).flatMap((server) =>
  "checkout" in server ? [server.checkout] : [],
);
const doubled: string[] = [];
for (const checkout of checkouts) if ((await versionOf(checkout)).startsWith("2.5.")) doubled.push(checkout);

describe("the double of a 2.5 server", () => {
  // Recorded anew from a real server by: KUMA_TEST_SERVERS=CHECKOUT pnpm exec vitest run --project integration -u THIS_FILE
  test.each(doubled)("was recorded from what %s says", { timeout: 240_000 }, async (checkout) => {
    await using kuma = await startKuma({ checkout, admin: false });
    const transcript = await transcriptOf({ url: kuma.url, settle: 150 }, conversation);
    await expect(`${JSON.stringify(transcript, null, 1)}\n`).toMatchFileSnapshot(recorded.pathname);
  });

  test("says the same, call by call", { timeout: 120_000 }, async () => {
    await using double = await startKumaDouble({ admin: false });
    const transcript = await transcriptOf({ url: double.url, settle: 30 }, conversation);
    const expected = JSON.parse(await readFile(recorded, "utf8")) as typeof transcript;
    for (const [chapter, entries] of Object.entries(expected)) {
      for (const [index, entry] of entries.entries())
        expect(transcript[chapter]?.[index], `${chapter}, ${entry.step}`).toEqual(entry);
    }
    expect(Object.keys(transcript)).toEqual(Object.keys(expected));
  });
});
