import { readFileSync } from "node:fs";

import { readBashLine } from "./bash-line.ts";
import { completeWords, type Candidate, type Completion } from "./complete-words.ts";
import { readWords, type DescribedCommand, type ReadWords } from "./read-words.ts";

/**
 * Answers a shell that asks what may come next: a line that says `words` or `files`, then one line for each candidate.
 *
 * For bash: `bash BREAKS LINE`, answered in the form that takes the place of the word. For other shells: `words WORD…`, the
 * last one being typed, answered with word, tab, description; they choose and quote for themselves.
 *
 * @param manifest - where oclif's manifest lies
 */
export async function complete(asked: readonly string[], manifest: URL): Promise<string> {
  const { commands } = JSON.parse(readFileSync(manifest, "utf8")) as {
    readonly commands: Readonly<Record<string, DescribedCommand>>;
  };
  const [form, ...rest] = asked;
  const [breaks = "", text = ""] = rest;
  const line = form === "bash" ? readBashLine(text, breaks) : undefined;
  const current = line?.current ?? rest.at(-1) ?? "";
  const all = Object.values(commands);
  const read = readWords(line?.words ?? rest.slice(0, -1), all);
  const completion = completeWords(read, current, all);
  const found = await candidatesOf(completion, read);
  const answers =
    line === undefined
      ? found.map(({ text: word, description }) => (description === undefined ? word : `${word}\t${description}`))
      : found.filter(({ text: word }) => word.startsWith(current)).map(({ text: word }) => line.answer(word));
  return [completion.kind === "files" ? "files" : "words", ...answers, ""].join("\n");
}

async function candidatesOf(completion: Completion, { given }: ReadWords): Promise<readonly Candidate[]> {
  if (completion.kind === "words") return completion.candidates;
  if (completion.kind === "files") return [];
  const { source, prefix } = completion;
  const { lookUpNames } = await import("./look-up-names.ts");
  const names = await lookUpNames(source, given).catch(() => []);
  return names.map(({ text, ...rest }) => ({ ...rest, text: prefix + text }));
}
