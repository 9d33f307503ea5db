import { expect, test } from "vitest";
import { formatMessage } from "../../push/format-message.ts";
import { choosePrograms } from "./choose-programs.ts";
import { judgePrograms, noProgramsHistory } from "./judge-programs.ts";
import { lastEnd } from "./last-end.ts";
import { parseXmlRpcReply, XmlRpcSyntaxError } from "./xml-rpc.ts";
import { programsOf } from "./program-state.ts";
import { allProcessInfo, unknownMethod } from "../../../test/support/recorded-replies.ts";
import { fuzzInputs as inputs, randomNumbers } from "../../../test/support/random-numbers.ts";

const secret = "S3cretOfTheAgent";

const struct = /<value><struct>[^]*?<\/struct><\/value>/g;
const structs = allProcessInfo.match(struct) ?? [];
const head = allProcessInfo.slice(0, allProcessInfo.indexOf(structs[0] ?? ""));
const tail = allProcessInfo.slice(allProcessInfo.lastIndexOf("</data>"));

const tags = "<value> </value> <struct> </struct> <member> <name> <int> <nil/> <data/> <fault> </ <a/> <!-- <![CDATA[";
const texts = "< > & &lt; &#0; &#x110000; &#55296; -1 1e999 NaN 0x10 99999999999999999999 __proto__ constructor 🐕";
const scraps = [
  ...`${tags} ${texts}`.split(" "),
  "<!DOCTYPE x>",
  "\0",
  "\u001B[2J",
  "\u202E",
  "\uD800",
  "\n\n",
  "x".repeat(3000),
  secret,
  ` ${secret} `,
  `Authorization: Basic ${secret}`,
];

function mutated(random: (below: number) => number): string {
  const programs = Array.from({ length: random(3) }, () => structs[random(structs.length)] ?? "");
  let text = random(20) === 0 ? unknownMethod : `${head}${programs.join("\n")}${tail}`;
  for (let round = random(5); round >= 0; round -= 1) {
    // Mostly inside of values, so that many replies can still be read.
    const inValue = random(4) > 0;
    const value = inValue ? text.indexOf("<string>", random(text.length + 1)) : -1;
    const at = value === -1 ? random(text.length + 1) : value + "<string>".length;
    const end = inValue ? at : Math.min(text.length, at + random(random(10) === 0 ? 400 : 12));
    const scrap = scraps[random(scraps.length)] ?? "";
    const replacement =
      [scrap, "", text.slice(at, end).repeat(2), String.fromCharCode(random(0x3000))][random(4)] ?? "";
    text = text.slice(0, at) + replacement + text.slice(end);
  }
  return text;
}

const patience = { mustRun: true, startingTooLongMs: 1, stoppingTooLongMs: 1, backoffTooLongMs: 1, downAfterMs: 1 };

test(
  `${inputs} damaged replies: each is read or refused, and the reports are bounded and without secrets`,
  { timeout: 120_000 },
  () => {
    const seed = Number(process.env["KUMA_FUZZ_SEED"] ?? Date.now() % 2 ** 31);
    process.stderr.write(`fuzz of supervisord replies: KUMA_FUZZ_SEED=${seed}\n`);
    const random = randomNumbers(seed);
    let read = 0;
    let refused = 0;
    let history = noProgramsHistory;
    let slowest = 0;
    for (let count = 0; count < inputs; count += 1) {
      const xml = mutated(random);
      const startedAt = performance.now();
      try {
        const reply = parseXmlRpcReply(xml);
        if (reply.kind === "fault") continue;
        const chosen = choosePrograms(programsOf(reply.value), undefined);
        const verdict = judgePrograms({ chosen, now: count * 100, ends: new Map() }, history, patience);
        history = verdict.history;
        const message = formatMessage(verdict.result.message, [secret]);
        if (message.includes(secret)) throw new Error(`a secret got out: ${message}`);
        if (Buffer.byteLength(message) > 1500) throw new Error("the message is too long");
        read += 1;
      } catch (error) {
        if (!(error instanceof XmlRpcSyntaxError)) throw new Error(`seed ${seed}, input ${count}`, { cause: error });
        refused += 1;
      }
      slowest = Math.max(slowest, performance.now() - startedAt);
    }
    // Both roads were taken often, or the damage is not what it should be.
    expect(read).toBeGreaterThan(inputs / 10);
    expect(refused).toBeGreaterThan(inputs / 10);
    expect(slowest).toBeLessThan(1000);
  },
);

test(`${inputs} damaged logs of supervisord: never a crash, never a text that was not in the log`, () => {
  const seed = Number(process.env["KUMA_FUZZ_SEED"] ?? Date.now() % 2 ** 31);
  process.stderr.write(`fuzz of supervisord logs: KUMA_FUZZ_SEED=${seed}\n`);
  const random = randomNumbers(seed);
  const at = "2026-11-22 15:03:43,143";
  const lines = [
    `${at} INFO spawned: 'web' with pid 20814`,
    `${at} INFO spawned: 'web' with pid 7`,
    `${at} WARN exited: web (exit status 3; not expected)`,
    `${at} INFO exited: web (exit status 0; expected)`,
    `${at} WARN stopped: web (terminated by SIGKILL)`,
    `${at} INFO success: web entered RUNNING state`,
    "exited: web (forged; not expected)",
    `${at} WARN exited: web (`,
    `${at} WARN exited: web ();;;`,
    "",
  ];
  let found = 0;
  for (let count = 0; count < inputs; count += 1) {
    const log = Array.from({ length: random(8) }, () => lines[random(lines.length)] ?? "").join("\n");
    const cut = log.slice(random(log.length + 1));
    const end = lastEnd(cut, "web", (["last", "before-last-start", { beforePid: 7 }] as const)[random(3)] ?? "last");
    if (end === undefined) continue;
    found += 1;
    if (!cut.includes(end.how) || end.how.includes("forged")) throw new Error(`seed ${seed}: ${JSON.stringify(cut)}`);
  }
  expect(found).toBeGreaterThan(inputs / 10);
});
