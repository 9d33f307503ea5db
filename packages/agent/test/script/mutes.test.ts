import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeWith } from "@kumakit/testkit/vitest";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isInForce, type Mute } from "../../src/mute/mute.ts";
import { mutedBeat } from "../../src/mute/muted-beat.ts";
import { formatMutes, parseMutes } from "../../src/mute/mutes-file.ts";
import { scriptParts } from "../../src/script/script-parts.ts";
import { awks, runAwk } from "./awk-judge.ts";

/** 2026-11-29 20:00 UTC, and a leap day. */
const now = Date.UTC(2026, 10, 29, 20);
const leapDay = Date.UTC(2028, 1, 29, 23, 59, 30);
const minute = 60_000;

function mute(changes: Partial<Mute> = {}): Mute {
  return { check: "nginx.service", since: now - minute, until: now + 30 * minute, reason: "", ...changes };
}

/** Both runtimes have to say the same of these: the mute, and when it is. */
const cases: readonly (readonly [what: string, mute: Mute, at: number])[] = [
  ["one in force", mute(), now],
  ["a reason", mute({ reason: "deploy 1.4" }), now],
  ["one that has ended", mute({ until: now - 1000 }), now],
  ["one that ends now", mute({ until: now }), now],
  ["its last second", mute({ until: now + 1000 }), now],
  ["one that begins later, as when the clock is wrong", mute({ since: now + 2 * minute }), now],
  ["one that begins within the slack of a clock", mute({ since: now + minute / 2 }), now],
  ["quotes and backslashes", mute({ check: 'say "a\\b\\\\c"', reason: 'it is "on" \\ off, \\u0041' }), now],
  ["signs of other scripts", mute({ check: "größe – 尺寸", reason: "🦊 – läuft" }), now],
  ["a text that looks like a key", mute({ check: '"until": "x",', reason: '"check": "y"' }), now],
  ["a leap day", mute({ since: leapDay - minute, until: leapDay + minute }), leapDay],
  [
    "the last of December",
    mute({ since: Date.UTC(2026, 11, 31, 23), until: Date.UTC(2027, 0, 1, 1) }),
    Date.UTC(2027, 0, 1),
  ],
  [
    "the first of March",
    mute({ since: Date.UTC(2027, 2, 1), until: Date.UTC(2027, 2, 1, 0, 1) }),
    Date.UTC(2027, 2, 1),
  ],
];

const program = `${scriptParts["mutes.awk"]}
END { read_mutes(ENVIRON["file"], ENVIRON["at"] + 0); c = ENVIRON["asked"]
  if (c in mute_until) print muted_text(c, "down", "it is dead") "\\n" muted_text(c, "up", "it runs"); else print "not muted" }`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-mutes-"));
});
afterEach(async () => rm(folder, { recursive: true }));

for (const awk of awks) {
  describeWith([awk[0]], `mutes in ${awk.join(" ")}`, () => {
    async function saidByScript(text: string, check: string, at: number): Promise<string> {
      const file = join(folder, "mutes.json");
      await writeFile(file, text);
      return (
        await runAwk([...awk, program], { LC_ALL: "C", file, at: String(at / 1000), asked: check }, "")
      ).trimEnd();
    }

    test.each(cases)("are those of the agent: %s", async (_what, one, at) => {
      // As it was written when it began; formatMutes leaves out those that have ended by then.
      const text = formatMutes([one], one.since);
      const [read] = parseMutes(text, "mutes.json").filter((found) => isInForce(found, at));
      const beats = [
        { status: "down", message: "it is dead" },
        { status: "up", message: "it runs" },
      ] as const;
      const byAgent = read === undefined ? "not muted" : beats.map((beat) => mutedBeat(read, beat).message).join("\n");
      expect(await saidByScript(text, one.check, at)).toBe(byAgent);
    });

    test("are only of the checks that are named", async () => {
      const text = formatMutes([mute(), mute({ check: "other", until: now + 1 })], now);
      expect(await saidByScript(text, "nginx", now)).toBe("not muted");
      expect(await saidByScript(text, "nginx.service", now)).toContain(
        "muted until 2026-11-29 20:30 UTC: is DOWN: it is dead",
      );
    });

    test.each(["", "{", "[]", '{ "version": 1, "mutes": [{ "check": "nginx.service" }] }', "\n\n"])(
      "are not read from a broken file: %j",
      async (text) => {
        expect(await saidByScript(text, "nginx.service", now)).toBe("not muted");
      },
    );
  });
}
