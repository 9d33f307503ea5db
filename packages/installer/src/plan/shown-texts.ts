import { parseConfigParts } from "@kumakit/agent/config";

import { holdsSecrets, withoutSecrets } from "../config/holds-secrets.ts";
import type { HostFacts } from "../facts/host-facts.ts";
import type { FileStep, PlanSecrets } from "../steps/host-plan.ts";

/** A text as it is and as it becomes, for people. */
export interface ShownTexts {
  /** Empty when there is no file yet. */
  readonly before: string;
  readonly after: string;
}

/**
 * The text of a file before and after a step, with secrets masked; undefined when one of them is not known or is nothing
 * to show, such as a token, the program or a copy of Node.
 */
export function shownTexts(step: FileStep, { files }: HostFacts, secrets: PlanSecrets): ShownTexts | undefined {
  const { part, path, content } = step;
  const after =
    content.from === "text" ? content.text : content.from === "secret" ? secrets.get(content.ref) : undefined;
  const fact = files[path];
  const before = fact === undefined ? "" : fact.content;
  if (after === undefined || before === undefined || neverShown.has(part)) return undefined;
  return part === "config" ? shownConfigs({ before, after }, path) : { before, after };
}

/** A shell script that is the agent is as long as any other program. */
const neverShown: ReadonlySet<FileStep["part"]> = new Set(["token", "program"]);

/** Where one of them holds secrets, both are shown in the same order and without remarks. */
function shownConfigs(texts: ShownTexts, file: string): ShownTexts | undefined {
  // A certificate authority is a part of the config as well.
  if (/^-----BEGIN /m.test(texts.after)) return texts;
  const before = texts.before === "" ? undefined : configIn(texts.before, file);
  const after = configIn(texts.after, file);
  if (after === undefined || (before === undefined && texts.before !== "")) return undefined;
  if (!holdsSecrets(before) && !holdsSecrets(after)) return texts;
  return { before: before === undefined ? "" : masked(before), after: masked(after) };
}

function configIn(text: string, file: string): unknown {
  try {
    return parseConfigParts(text, { file }).config;
  } catch {
    return undefined;
  }
}

function masked(config: unknown): string {
  return `${JSON.stringify(withoutSecrets(config), null, 2)}\n`;
}
