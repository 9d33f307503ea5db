import { expect, test } from "vitest";

import { PlanTokens } from "../../src/mcp/plan-tokens.ts";

const refused = expect.objectContaining({ code: "KUMA_PLAN_TOKEN_REFUSED", exit: 6 }) as Error;
const minutes = 60_000;

function tokensAt(start: number): { readonly tokens: PlanTokens; readonly pass: (ms: number) => void } {
  let now = start;
  return {
    tokens: new PlanTokens(() => now),
    pass: (ms) => {
      now += ms;
    },
  };
}

test("a token is good for one run of its call", () => {
  const tokens = new PlanTokens();
  const { planToken } = tokens.issue("pause web", { steps: ["pause web"] });
  expect(planToken).toMatch(/^[0-9a-f]{32}$/);
  expect(() => tokens.take(planToken, "pause db")).toThrow(refused);
  const isShown = tokens.take(planToken, "pause web");
  expect([isShown({ steps: ["pause web"] }), isShown({ steps: ["leave web as it is"] })]).toEqual([true, false]);
  expect(() => tokens.take(planToken, "pause web")).toThrow(refused);
  expect(() => tokens.take("0".repeat(32), "pause web")).toThrow(refused);
});

test("a token expires after ten minutes", () => {
  const { tokens, pass } = tokensAt(1_000_000);
  const { planToken, expiresAt } = tokens.issue("call", {});
  expect(expiresAt).toBe(1_000_000 + 10 * minutes);
  const later = tokens.issue("call", {});
  pass(10 * minutes - 1);
  expect(tokens.take(planToken, "call")({})).toBe(true);
  pass(1);
  expect(() => tokens.take(later.planToken, "call")).toThrow(/expired/);
});

test("a time that moved on between two plans for the same makes no other plan", () => {
  const tokens = new PlanTokens();
  const plan = (minute: string, name = "web"): unknown => ({
    until: `2026-11-30T10:${minute}:00.000Z`,
    steps: [`put ${name} under maintenance until 2026-11-30 11:${minute}`],
  });
  const { planToken } = tokens.issue("call", plan("58"));
  const isShown = tokens.take(planToken, "call");
  expect([isShown(plan("59")), isShown(plan("59", "db"))]).toEqual([true, false]);
});

test("however many plans are shown, only the newest are remembered", () => {
  const tokens = new PlanTokens();
  const first = tokens.issue("call", {});
  for (let count = 0; count < 1000; count += 1) tokens.issue("call", {});
  expect(() => tokens.take(first.planToken, "call")).toThrow(refused);
});
