import { beforeAll, describe, expect, test } from "vitest";
import { startKumaDouble } from "../src/kuma-double/start-kuma-double.ts";
import { conversation } from "./recorded/conversation.ts";
import { recordedTranscript } from "./recorded/transcript-text.ts";
import { transcriptOf, type Entry } from "./recorded/transcript.ts";

type Transcript = Readonly<Record<string, readonly Entry[]>>;

describe("the double of a 2.5 server answers and sends what the real one did, call by call", () => {
  let expected: Transcript;
  let said: Transcript;

  beforeAll(async () => {
    expected = await recordedTranscript();
    await using double = await startKumaDouble({ admin: false });
    said = await transcriptOf({ url: double.url, settle: 30, isQuick: true }, conversation);
  }, 240_000);

  test.each(Object.keys(conversation))("%s", (chapter) => {
    const steps = expected[chapter] ?? [];
    expect(steps.length).toBe(conversation[chapter]?.length);
    for (const [index, entry] of steps.entries())
      expect.soft(said[chapter]?.[index], `${chapter}, ${entry.step}`).toEqual(entry);
  });
});
