import { cpuTime } from "@kumakit/testkit";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  AgentConfigError,
  formatAgentConfig,
  parseAgentConfig,
  type AgentConfig,
  type ConfigProblem,
} from "../../src/config/index.ts";
import { fuzzInputs } from "../support/random-numbers.ts";

const { stackTraceLimit } = Error;
// Nobody reads the traces of a hundred thousand refusals, and making them takes longer than reading most of these texts.
beforeEach(() => void (Error.stackTraceLimit = 0));
afterEach(() => void (Error.stackTraceLimit = stackTraceLimit));

const secret = "hunter2";
// Small ones, so that a mutation mostly meets something that matters, and reading them takes little time.
const valid = [
  `version: 1
host: h
server: { url: "http://k" }
checks:
  - type: systemd
    name: a
    unit: a.service
    interval: 1 min
    tokenFile: t
`,
  `{version: 1, host: h, server: {url: "http://k", headers: {K: ${secret}}}, checks: [{type: load, name: b, interval: 9, tokenFile: t}]}`,
  `{"version":1,"server":{"url":"http://k"},"host":"h","checks":[{"type":"command","name":"x","command":["${secret}"],"interval":60,"tokenFile":"t"}]}`,
];
/** Where a scrap may stand by itself: one setting each. */
const places: readonly ((scrap: string) => string)[] = [
  (scrap) => `version: 1\nhost: ${scrap}\n`,
  (scrap) => `{"host":"${secret}","server":${scrap}}`,
  (scrap) => `{"onStop":"${secret}","bootGrace":"${secret}","checks":[{"type":"${secret}"},${scrap}]}`,
  (scrap) => `checks: [{ type: load, per: ${secret}, max1: ${secret}, for: ${secret}, interval: ${scrap} }]`,
  (scrap) => `checks: [{ type: systemd, unit: ${scrap} }]`,
  (scrap) => `checks:\n  - ${scrap}: ${secret}\n`,
  (scrap) => scrap,
];
const dropIn = "checks:\n  - { type: systemd, name: d, unit: d.service, interval: 60, tokenFile: t }\n";
const pieces = [
  ..."{ } [ ] : , - # & * ! | > ' \" % @ ` ? 0 ~ é 🐕 \u2028 \u0000 \\".split(" "),
  "\n",
  "\t",
  " ",
  "__proto__",
  "constructor",
  "<<: *one",
  "*one",
  "&a [*a]",
  "!!binary x",
  "!!set {a}",
  "? [a]: b",
  "---",
  "...",
  "%YAML 9",
  "checks",
  "server",
  "  - ",
  "null",
  "true",
  "1e999",
  "-1",
  ".nan",
  "'",
  "|2\n",
  ">-\n",
  "\r\n",
  "\uFEFF",
  "{a: &x [*x]}",
  "type: systemd",
  "unit",
  "intervall: 5",
  "name: a",
  "[[[[[[[[",
  "}}}}",
  "2001-01-01",
  "!foo bar",
  "\\u0000",
  "{{}: 1}",
];

/** Always the same numbers for the same seed, so that a failure can be repeated. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function mutate(text: string, pick: (below: number) => number): string {
  let mutated = text;
  for (let times = 1 + pick(2); times > 0; times -= 1) {
    const at = pick(mutated.length + 1);
    const cut = pick(3) === 0 ? pick(30) : pick(2);
    mutated = mutated.slice(0, at) + (pieces[pick(pieces.length)] ?? "") + mutated.slice(at + cut);
  }
  return mutated;
}

function noise(pick: (below: number) => number): string {
  return Array.from({ length: pick(8) }, () => pieces[pick(pieces.length)] ?? "").join(pick(2) === 0 ? " " : "");
}

interface Input {
  readonly text: string;
  readonly dropIn?: string;
}

function input(pick: (below: number) => number): Input {
  const kind = pick(20);
  if (kind < 14) return { text: (places[pick(places.length)] ?? String)(noise(pick)) };
  if (kind < 19) return { text: mutate(valid[pick(valid.length)] ?? "", pick) };
  return { text: valid[1] ?? "", dropIn: mutate(dropIn, pick) };
}

/** A problem has a place that is in its text, some words, and no secret. */
function judge({ file, line, column, message, field }: ConfigProblem, given: Input): void {
  const lines = (file === undefined ? given.text : (given.dropIn ?? "")).split("\n");
  const place = lines[line - 1];
  if (place === undefined || column < 1 || column > place.length + 1 || message === "") {
    throw new Error(`${file ?? ""}:${line}:${column} is not a place for "${message}" in ${JSON.stringify(given)}`);
  }
  // A text that was torn out of its quotes may have become the name of a setting, and messages show names.
  if (message.includes(secret) && !field.includes(secret)) throw new Error(`the secret is in ${message}`);
}

function outcomeOf({ text, dropIn: added }: Input): AgentConfig | AgentConfigError {
  const dropIns = added === undefined ? [] : [{ file: "conf.d/a.yaml", text: added }];
  try {
    return parseAgentConfig(text, { file: "agent.yaml", dropIns });
  } catch (error) {
    if (error instanceof AgentConfigError) return error;
    throw new Error(`${JSON.stringify(text)} ended with ${String(error)}`, { cause: error });
  }
}

/** A config that was taken stays the same when it is written down and read again. */
function judgeTaken(config: AgentConfig): void {
  expect(parseAgentConfig(formatAgentConfig(config), { file: "agent.json" })).toEqual(config);
}

test(
  `${fuzzInputs} broken configs: each is taken, or refused with its place and without a secret`,
  { timeout: 120_000 },
  () => {
    const pick = generator(20_251_122);
    let refused = 0;
    let accepted = 0;
    for (let index = 0; index < fuzzInputs; index += 1) {
      const given = input(pick);
      const outcome = outcomeOf(given);
      if (outcome instanceof AgentConfigError) {
        refused += 1;
        for (const problem of outcome.problems) judge(problem, given);
      } else {
        accepted += 1;
        // A thousand of them say it all.
        if (accepted % 4 === 0) judgeTaken(outcome);
      }
    }
    expect(refused).toBeGreaterThan(fuzzInputs / 5);
    expect(accepted).toBeGreaterThan(fuzzInputs / 200);
  },
);

test.each([
  [
    "billion laughs",
    `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghi"
      .split("")
      .map((name, n) => `${name}: &${name} [${`*${"abcdefghi"[n] ?? ""},`.repeat(9)}]\n`)
      .join("")}`,
  ],
  ["deep nesting", "[".repeat(100_000)],
  ["deep maps", "{a: ".repeat(50_000)],
  ["deep and closed", `${"[".repeat(20_000)}${"]".repeat(20_000)}`],
  ["a megabyte and more", `host: ${"x".repeat(1_100_000)}`],
  ["an alias of itself", "checks: &a [*a]"],
])("%s is refused soon", (_, text) => {
  expect(cpuTime(() => expect(outcomeOf({ text })).toBeInstanceOf(AgentConfigError))).toBeLessThan(10_000);
});
