import { expect } from "vitest";
import { parseAgentConfig } from "../../src/config/parse-agent-config.ts";
import type { CheckContext, CheckResult } from "../../src/checks/check.ts";
import { loadCheck } from "../../src/checks/about-checks.ts";
import { completeConfig } from "../../src/config/agent-config.ts";

export type Settings = Readonly<Record<string, unknown>>;

/** Has settings read as a config file is. */
function checkConfig(settings: Settings) {
  const check = { name: "n", interval: 60, tokenFile: "t", ...settings };
  const text = JSON.stringify({ version: 1, server: { url: "http://kuma:3001" }, host: "h", checks: [check] });
  const [parsed] = completeConfig(parseAgentConfig(text, { file: "agent.json" })).checks;
  if (parsed === undefined) throw new Error("no check");
  return parsed;
}

/** The problems of settings, in the words of the config's reader. */
export function problemsOf(settings: Settings): string {
  try {
    checkConfig(settings);
    return "nothing";
  } catch (error) {
    return (error as Error).message.replaceAll(/agent\.json:\d+:\d+: checks\[0\]\.?/g, "");
  }
}

export interface Surroundings {
  readonly configFolder?: string;
  readonly report?: (result: CheckResult) => void;
  readonly signal?: AbortSignal;
}

function contextOf(surroundings: Surroundings): CheckContext {
  return {
    signal: new AbortController().signal,
    onEnd: () => undefined,
    bootGraceUntil: 0,
    configFolder: "/does/not/matter",
    report: () => undefined,
    units: () => {
      throw new Error("this check needs no units");
    },
    ...surroundings,
  };
}

/** Connections of this process, of servers too. */
function openConnections(): string[] {
  return process.getActiveResourcesInfo().filter((kind) => /^(TCP|TLS|Pipe)(Socket)?Wrap$/.test(kind));
}

/** The connections that the test runner itself has open. */
const ofTheRunner = openConnections().length;

/** Looks once; the look must end in its own time and leave no connection of its side. */
export async function lookByConfig(settings: Settings, surroundings: Surroundings = {}): Promise<CheckResult> {
  const start = await loadCheck(checkConfig(settings));
  const startedAt = performance.now();
  const check = start(contextOf(surroundings));
  const result = await check.look();
  expect(performance.now() - startedAt).toBeLessThan(check.longestLookMs);
  return result;
}

/** Waits until no connection is open any more, on either side. */
export async function untilNoSocket(): Promise<void> {
  for (let tries = 0; openConnections().length > ofTheRunner; tries += 1) {
    if (tries === 100) throw new Error(`left open: ${openConnections().join(", ")}`);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}
