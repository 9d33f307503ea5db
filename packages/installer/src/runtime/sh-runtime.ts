import { agentConfigSchema, completeConfig, type AgentConfig } from "@kumakit/agent/config";
import { formatScript, scriptProblems } from "@kumakit/agent/script";

import { holdsSecrets } from "../config/holds-secrets.ts";
import { sha256Of } from "../sha256.ts";
import type { HostFacts } from "../facts/host-facts.ts";
import { cronManager } from "../service-manager/cron-manager.ts";
import { eventsManager } from "../service-manager/events-manager.ts";
import type { StepContent } from "../steps/host-plan.ts";
import { configAccess } from "../steps/owners.ts";
import type { Runtime, RuntimeInput } from "./runtime.ts";

/** Stands in a plan for a script that holds secrets of the config. */
const secretScript = "script";

/** One shell script, made from the config; nothing of it stays running. */
export const shRuntime: Runtime = {
  name: "sh",
  manager: ({ has }) => (has.systemd ? eventsManager : cronManager),
  problems: ({ facts, config }) => [
    ...hostProblems(facts),
    ...(facts.has.systemd ? scriptProblems(config, "events") : cronProblems(config)),
  ],
  files: (input) => {
    const { facts, paths } = input;
    const { owner, folder: mode } = configAccess(facts);
    return [{ kind: "file", part: "program", path: paths.script, mode, owner, content: contentOf(input) }];
  },
  secrets: (input) => (holdsSecrets(input.config) ? [[secretScript, textOf(input)]] : []),
  words: () => [],
  command: ({ paths }) => [paths.script],
};

function hostProblems({ scope, programs }: HostFacts): readonly string[] {
  if (scope === "user") return ["it runs for the whole host only, without --user"];
  const lacksClient = programs["curl"] === undefined && programs["wget"] === undefined;
  return [
    ...(programs["awk"] === undefined ? ["there is no awk"] : []),
    ...(lacksClient ? ["there is neither curl nor wget"] : []),
  ];
}

/** In s: what a program leaves of cron's minute is for looking and for pushes. */
const longestProgram = 50;

function cronProblems(config: AgentConfig): readonly string[] {
  const ofChecks = completeConfig(config).checks.flatMap((check, index) => {
    if (check.type === "systemd") return [`checks[${index}].type: "systemd" ("${check.name}"): there is no systemd`];
    if (check.type !== "command" || check.timeout <= longestProgram) return [];
    return [
      `checks[${index}].timeout: must be at most ${longestProgram} s, not ${check.timeout}: cron starts a round each minute`,
    ];
  });
  return [...ofChecks, ...scriptProblems(config, "cron")];
}

function textOf({ facts, config, paths }: RuntimeInput): string {
  // The schema puts the settings into one order, so that the same config always makes the same script.
  const folder = paths.configFolder;
  return formatScript(
    agentConfigSchema.parse(config),
    facts.has.systemd ? { folder, scheduler: "events" } : { folder, scheduler: "cron", keptFolder: paths.state },
  );
}

function contentOf(input: RuntimeInput): StepContent {
  if (holdsSecrets(input.config)) return { from: "secret", ref: secretScript };
  const text = textOf(input);
  return { from: "text", text, sha256: sha256Of(text) };
}
