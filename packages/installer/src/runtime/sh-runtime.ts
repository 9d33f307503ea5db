import { agentConfigSchema } from "@kumakit/agent/config";
import { formatScript, scriptProblems } from "@kumakit/agent/script";

import { holdsSecrets } from "../config/holds-secrets.ts";
import { sha256Of } from "../sha256.ts";
import type { HostFacts } from "../facts/host-facts.ts";
import { eventsManager } from "../service-manager/events-manager.ts";
import type { StepContent } from "../steps/host-plan.ts";
import { configAccess } from "../steps/owners.ts";
import type { Runtime, RuntimeInput } from "./runtime.ts";

/** Stands in a plan for a script that holds secrets of the config. */
const secretScript = "script";

/** One shell script, made from the config; nothing of it stays running. */
export const shRuntime: Runtime = {
  name: "sh",
  manager: eventsManager,
  problems: ({ facts, config }) => [...hostProblems(facts), ...scriptProblems(config, "events")],
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

function textOf({ config, paths }: RuntimeInput): string {
  // The schema puts the settings into one order, so that the same config always makes the same script.
  return formatScript(agentConfigSchema.parse(config), { folder: paths.configFolder, scheduler: "events" });
}

function contentOf(input: RuntimeInput): StepContent {
  if (holdsSecrets(input.config)) return { from: "secret", ref: secretScript };
  const text = textOf(input);
  return { from: "text", text, sha256: sha256Of(text) };
}
