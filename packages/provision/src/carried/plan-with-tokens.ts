import { installedOn, planInstall, serverSettings, stepChanges, type WishedCheck } from "@kumakit/installer";

import { formOf, requestOf } from "../agent/agent-wish.ts";
import { intervalWithToken } from "../agent/intervals.ts";
import { seenHost } from "../agent/look-at-host.ts";
import { calledOf, type Watchable } from "../agent/watchable.ts";
import { ProvisionError } from "../errors/provision-error.ts";
import type { CarriedPlan } from "./carried-wish.ts";
import { fileChanges, scriptFor, stepTexts } from "./carried-texts.ts";
import type { CarriedContext } from "./carried-context.ts";
import { goingChecks } from "./plan-present.ts";

type Tokens = Readonly<Record<string, string>>;

/** The interval of the agent's own monitor, in s, where only its token is known. */
const agentInterval = 60;

/** The name of the agent itself among the tokens. */
const ofAgent = "agent";

/** The plan for a host whose monitors others look after: their tokens are given, and no server is asked. */
export async function planWithTokens(carried: CarriedContext, tokens: Tokens): Promise<CarriedPlan> {
  const { facts, wish, host, deliver } = carried;
  const server = carried.server ?? serverOn(carried);
  const request = requestOf(wish.agent ?? {}, host);
  const seen = seenHost(facts, request);
  const going = goingChecks(seen);
  const checks = seen.checks.map((check): WishedCheck => {
    const token = tokenFor(check, tokens, host.label);
    return { ...check, token, interval: intervalWithToken({ server, token }, { request, facts, check }) };
  });
  const own = tokens[ofAgent];
  const steps = planInstall(facts, {
    settings: await serverSettings(server, request.headers),
    checks,
    heartbeat: own === undefined ? undefined : { interval: agentInterval, token: own },
    ...formOf(request),
    isForThisMachine: true,
    without: going.map(({ name }) => name),
  });
  const plan: CarriedPlan = {
    changed: steps.plan.steps.length > 0,
    onServer: [],
    onHost: stepTexts(steps.plan),
    files: fileChanges(steps.plan, stepChanges(facts, steps)),
    warnings: [
      ...seen.notes,
      ...steps.plan.warnings,
      ...going.map(({ name }) => `The monitor of ${JSON.stringify(name)} stays, because nobody is logged in.`),
    ],
    newIntervals: [],
    script: undefined,
    program: undefined,
    receipt: { awaited: [], made: [] },
  };
  if (deliver === undefined || !plan.changed) return plan;
  const done = { ...plan, ...scriptFor(carried, { steps, server }) };
  await deliver(host.label, done);
  return done;
}

/** An agent that is there knows its server. */
function serverOn({ facts, host }: CarriedContext): string {
  const { config } = installedOn(facts);
  if (config.kind === "valid") return config.config.server.url;
  throw new ProvisionError({
    code: "KUMA_TOKEN_MISSING",
    message: `It is not known which server the tokens of ${host.label} belong to`,
    hint: "name the server",
  });
}

function tokenFor(check: Watchable, tokens: Tokens, host: string): string {
  const called = calledOf(check);
  const token = tokens[called] ?? tokens[called.replace(/\.service$/, "")];
  if (token !== undefined) return token;
  throw new ProvisionError({
    code: "KUMA_TOKEN_MISSING",
    message: `No push token is given for ${JSON.stringify(called)} on ${host}`,
  });
}
