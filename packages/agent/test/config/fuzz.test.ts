import { expect, test } from "vitest";
import { AgentConfigError, parseAgentConfig, type ConfigProblem } from "../../src/config/index.ts";

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

function input(pick: (below: number) => number): Parameters<typeof refusalOf> {
  const kind = pick(20);
  if (kind < 14) return [(places[pick(places.length)] ?? String)(noise(pick))];
  if (kind < 19) return [mutate(valid[pick(valid.length)] ?? "", pick)];
  return [valid[1] ?? "", [{ file: "conf.d/a.yaml", text: mutate(dropIn, pick) }]];
}

function judge({ line, column, message, field }: ConfigProblem): void {
  if (line < 1 || column < 1 || message === "") throw new Error(`no place for ${message}`);
  // A text that was torn out of its quotes may have become the name of a setting, and names are told.
  if (message.includes(secret) && !field.includes(secret)) throw new Error(`the secret is in ${message}`);
}

/** Undefined when it was accepted. */
function refusalOf(text: string, extra: readonly { file: string; text: string }[] = []): AgentConfigError | undefined {
  try {
    parseAgentConfig(text, { file: "agent.yaml", dropIns: extra });
    return undefined;
  } catch (error) {
    if (error instanceof AgentConfigError) return error;
    throw new Error(`${JSON.stringify(text)} ended with ${String(error)}`, { cause: error });
  }
}

test(
  "100,000 broken configs: each is taken, or refused with its place and without a secret",
  { timeout: 120_000 },
  () => {
    const pick = generator(20_251_122);
    let refused = 0;
    let accepted = 0;
    for (let index = 0; index < 100_000; index += 1) {
      const error = refusalOf(...input(pick));
      if (error === undefined) accepted += 1;
      else refused += 1;
      for (const problem of error?.problems ?? []) judge(problem);
    }
    expect(refused).toBeGreaterThan(20_000);
    expect(accepted).toBeGreaterThan(500);
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
  const started = performance.now();
  expect(refusalOf(text)).toBeInstanceOf(AgentConfigError);
  expect(performance.now() - started).toBeLessThan(10_000);
});
