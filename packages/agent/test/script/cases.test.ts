import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { describeWith } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { judgeProgramEnd } from "../../src/checks/command/judge-program-end.ts";
import { withTrigger } from "../../src/checks/systemd/trigger-watch.ts";
import { judgeUnit, noUnitHistory } from "../../src/checks/systemd/judge-unit.ts";
import { judgeReply } from "../../src/push/judge-reply.ts";
import { scriptParts } from "../../src/script/script-parts.ts";
import { parseSystemctlShow } from "../../src/systemd/systemctl-show.ts";
import { programCases, type ProgramCase } from "../cases/program-cases.ts";
import { replyCases } from "../cases/reply-cases.ts";
import { systemctlBlock, unitCases, type Properties, type Triggers } from "../cases/unit-cases.ts";
import { saidByScript } from "./said-by-script.ts";
import { awks, judgeByAwk, runAwk } from "./awk-judge.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-cases-"));
  await writeFile(join(folder, "token"), "T0ken\n");
});
afterAll(async () => rm(folder, { recursive: true }));

const unit = "a.service";

/** The unit, and those that start it. */
function shown(properties: Properties, triggers: Triggers = {}): string {
  return [[unit, properties] as const, ...Object.entries(triggers)]
    .map(([name, more]) => systemctlBlock(name, more))
    .join("\n");
}

describe("the agent's judges", () => {
  test.each(unitCases)("a unit: $name", ({ looks, maxRuntime }) => {
    const maxRuntimeMs = maxRuntime === undefined ? undefined : maxRuntime * 1000;
    let history = noUnitHistory;
    const seen = looks.map(({ at, properties, triggers = {} }) => {
      const units = [unit, ...Object.keys(triggers)];
      const [state, ...others] = parseSystemctlShow(shown(properties, triggers), units);
      if (state === undefined) throw new Error("no state");
      const verdict = judgeUnit(withTrigger(state, others), history, {
        now: at * 1000,
        downAfterMs: 5000,
        maxRuntimeMs,
      });
      history = verdict.history;
      const { status, message, sinceMs } = verdict.result;
      return { status, message, ...(sinceMs === undefined ? {} : { since: sinceMs / 1000 }) };
    });
    expect(seen).toEqual(looks.map(({ at: _at, properties: _properties, triggers: _triggers, ...said }) => said));
  });

  test.each(programCases)("a program: $end $stdout $stderr", ({ end, stdout, stderr, timedOut, warning, ...said }) => {
    const how = typeof end === "string" ? { signal: end } : { exitCode: end };
    const program = { ...how, stdout, stderr, timedOut, durationMs: 1000 };
    expect(judgeProgramEnd(program, { name: "job", warning, pingFrom: undefined })).toMatchObject(said);
  });

  test.each(replyCases)("an answer: $status $body", ({ status, body, kind, message }) => {
    const expected = kind === "recorded" ? { ok: true } : { ok: false, kind, message };
    expect(judgeReply({ status, body, headers: {} })).toMatchObject(expected);
  });
});

/** The file in which the script keeps the end of a program and of its output. */
function endFile({ end, stdout, stderr, timedOut }: ProgramCase): string {
  const code = typeof end === "number" ? end : 128 + (constants.signals[end as NodeJS.Signals] ?? 0);
  const ends = (text: string, marks: readonly [string, string]): string => {
    const [first, ...more] = text.split("\n").filter((line) => line.trim() !== "");
    const last = more.at(-1);
    return `${first === undefined ? "" : `${marks[0]} ${first}\n`}${last === undefined ? "" : `${marks[1]} ${last}\n`}`;
  };
  return `${ends(stdout, ["o", "p"])}${ends(stderr, ["e", "f"])}x ${code} 0 ${timedOut ? 10 : 1}\n`;
}

/** The script's files about the case before. */
async function forget(): Promise<void> {
  for (const name of ["state", "outages"]) await rm(join(folder, name), { force: true });
}

for (const awk of awks) {
  describeWith([awk[0]], `the script's judges in ${awk.join(" ")}`, () => {
    test.each(unitCases)("a unit: $name", async ({ looks, maxRuntime }) => {
      await forget();
      const limit = maxRuntime === undefined ? [] : ["-", maxRuntime];
      const row = ["1", "systemd", "system", unit, "5", join(folder, "token"), "a", ...limit].join("\t");
      const table = `${row}\n= system\n`;
      for (const { at, properties, triggers, ...expected } of saidByScript(looks)) {
        const { pushed, actions } = await judgeByAwk(awk, `${table}${shown(properties, triggers)}`, {
          folder,
          now: at,
        });
        expect({ pushed, again: actions.includes("again") }).toEqual(expected);
      }
    });

    test.each(programCases)("a program: $end $stdout $stderr", async (one) => {
      await forget();
      await writeFile(join(folder, "command.1"), endFile(one));
      const row = ["1", "command", "-", "job", "10", join(folder, "token"), "a", one.warning].join("\t");
      const { pushed, actions } = await judgeByAwk(awk, `${row}\n`, { folder, now: 1000 });
      const { status, message } = one;
      const isUnknown = status === "noData";
      expect(pushed).toEqual(isUnknown ? undefined : { status, message });
      expect(actions.filter((action) => action.startsWith("fail"))).toEqual(isUnknown ? [`fail a: ${message}`] : []);
    });

    test("the answers of the server", async () => {
      const input = replyCases.map(({ status, body }, index) => `${body}\nkuma: ${index} ${status}\n`).join("");
      const env = { LC_ALL: "C", kuma_numbers: replyCases.map((_, index) => index).join(" ") };
      const said = (await runAwk([...awk, scriptParts["replies.awk"]], env, input)).trimEnd().split("\n");
      expect(said).toEqual(
        replyCases.map(({ kind, message, again }, index) =>
          kind === "recorded" ? `${index} ok` : `${index} ${again ? "retry" : "final"} ${message}`,
        ),
      );
    });
  });
}
