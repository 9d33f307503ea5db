import { expect } from "vitest";
import type { CheckResult } from "../../src/checks/check-result.ts";
import { parseAgentConfig } from "../../src/config/parse-agent-config.ts";
import type { CheckContext } from "../../src/checks/check-starter.ts";
import { loadStarter } from "../../src/checks/load-check.ts";

export type Settings = Readonly<Record<string, unknown>>;

/** Has settings read as a config file is. */
function checkConfig(settings: Settings) {
  const check = { name: "n", interval: 60, tokenFile: "t", ...settings };
  const text = JSON.stringify({ version: 1, server: { url: "http://kuma:3001" }, host: "h", checks: [check] });
  const [parsed] = parseAgentConfig(text, { file: "agent.json" }).checks;
  if (parsed === undefined) throw new Error("no check");
  return parsed;
}

/** What is wrong with settings, as the config's reader says it. */
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

/** What the test runner has open for itself. */
const ofTheRunner = openConnections().length;

/** Looks once; the look must end in its own time and leave no connection of its side. */
export async function lookByConfig(settings: Settings, surroundings: Surroundings = {}): Promise<CheckResult> {
  const { start, longestLookMs } = await loadStarter(checkConfig(settings));
  const startedAt = performance.now();
  const result = await start(contextOf(surroundings)).look();
  expect(performance.now() - startedAt).toBeLessThan(longestLookMs);
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
