import { AgentConfigError, defaultCheckName, parseAgentConfig, type CheckConfig } from "@kumakit/agent/config";
import type { CarriedWish, CheckDefinition } from "@kumakit/provision";
import * as z from "zod";

import { CliError, usageError } from "../cli-error.ts";
import { factsIn } from "./read-facts.ts";

const wishSchema = z.strictObject({
  facts: z.unknown(),
  state: z.enum(["present", "absent"]).default("present"),
  units: z.array(z.string()).default([]),
  checks: z.array(z.looseObject({ type: z.string(), name: z.string().optional() })).default([]),
  runtime: z.enum(["auto", "node", "standalone", "sh"]).default("auto"),
  interval: z.int().positive().optional(),
  group: z.string().min(1).optional(),
  tags: z.record(z.string().min(1), z.string()).default({}),
  notify: z.union([z.literal("default"), z.literal("none"), z.array(z.string()).min(1)]).default("default"),
  name: z.string().optional(),
  agentMonitor: z.boolean().default(true),
  adopt: z.boolean().default(false),
  agentVersion: z.string().optional(),
  keepMonitors: z.boolean().default(false),
  tokens: z.record(z.string(), z.string().regex(/^[A-Za-z0-9_-]+$/, "is not a push token")).optional(),
});

const wishesSchema = z.strictObject({ hosts: z.record(z.string().min(1), wishSchema) });

type GivenWish = z.infer<typeof wishSchema>;

/** All wishes that are read, beside the hosts: the same for each of them. */
export interface SharedWish {
  readonly headers: Readonly<Record<string, string>>;
  readonly program: string;
  readonly version: string;
  /** The agent with Node.js inside, or a folder with those of a release. */
  readonly standalone?: string | undefined;
}

/** A host's wish, or why there is none. */
export type ReadWish = CarriedWish | { readonly host: string; readonly error: CliError };

/**
 * Reads the wishes for hosts. A mistake in the wish for one host does not stop the others.
 *
 * @param what - begins the message of an error
 * @throws CliError (exit 2) when the text as a whole cannot be read
 */
export function readWishes(text: string, what: string, shared: SharedWish): readonly ReadWish[] {
  const result = wishesSchema.safeParse(parsed(text, what));
  if (!result.success) {
    const [issue] = result.error.issues;
    const place = issue?.path.join(".") ?? "";
    const fault = `${place === "" ? "" : `${place}: `}${issue?.message ?? ""}`;
    throw usageError(`${what} holds no wishes: ${fault}`, "see their form with: kuma agent plan --help");
  }
  return Object.entries(result.data.hosts).map(([host, wish]) => {
    try {
      return wishFor(host, wish, shared);
    } catch (error) {
      if (error instanceof CliError) return { host, error };
      throw error;
    }
  });
}

function wishFor(host: string, wish: GivenWish, shared: SharedWish): CarriedWish {
  const facts = factsIn(wish.facts, `The wish for ${host}`);
  const { tokens, agentVersion, keepMonitors: keepsMonitors } = wish;
  if (wish.state === "absent") return { host, facts, agent: null, tokens, keepsMonitors };
  if (wish.units.length + wish.checks.length === 0)
    throw usageError(
      `There is nothing to watch on ${host}: neither units nor checks are named`,
      'name one, or ask for the state "absent"',
    );
  return {
    host,
    facts,
    tokens,
    agentVersion,
    keepsMonitors,
    agent: {
      ...shared,
      units: wish.units,
      checks: wish.checks.map((check, index) => definitionFrom(check, `the check ${index + 1} for ${host}`)),
      runtime: wish.runtime,
      notify: wish.notify,
      tags: Object.entries(wish.tags).map(([name, value]) => ({ name, value })),
      agentMonitor: wish.agentMonitor,
      adopt: wish.adopt,
      ...(wish.interval === undefined ? {} : { interval: wish.interval }),
      ...(wish.group === undefined ? {} : { group: wish.group }),
      ...(wish.name === undefined ? {} : { nameTemplate: wish.name }),
    },
  };
}

/** A check as a config has it; the agent's own schema judges it. */
function definitionFrom(check: GivenWish["checks"][number], what: string): CheckDefinition {
  // The interval and the token's file are the install's business.
  const whole = { ...check, name: check.name ?? check.type, interval: 60, tokenFile: "token" };
  const config = JSON.stringify({ version: 1, server: { url: "http://127.0.0.1" }, host: "x", checks: [whole] });
  const { interval: _interval, tokenFile: _tokenFile, ...definition } = parsedCheck(config, what);
  return check.name === undefined ? { ...definition, name: defaultCheckName(parsedCheck(config, what)) } : definition;
}

/** @throws CliError (exit 2) with all that is wrong */
function parsedCheck(config: string, what: string): CheckConfig {
  try {
    const [check] = parseAgentConfig(config, { file: what }).checks;
    if (check === undefined) throw new TypeError("parseAgentConfig: a check is lost");
    return check;
  } catch (error) {
    if (!(error instanceof AgentConfigError)) throw error;
    const problems = error.problems.map(({ field, message }) => `${field.replace("checks[0].", "")} ${message}`);
    throw usageError(`In ${what}: ${problems.join("; ")}`, "docs/checks has the settings of each type");
  }
}

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw usageError(`${what} is not JSON`, null);
  }
}
