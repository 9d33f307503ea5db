import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Entry } from "./transcript.ts";

type Transcript = Readonly<Record<string, readonly Entry[]>>;

/** The answers and events of a real 2.5.3: a line of JSON for each step. */
export const recordedFile = path.join(import.meta.dirname, "2.5.3.jsonl");

/** A transcript as it is kept. */
export function transcriptText(transcript: Transcript): string {
  const lines = Object.entries(transcript).flatMap(([chapter, entries]) =>
    entries.map((entry) => `${JSON.stringify({ chapter, ...entry })}\n`),
  );
  return lines.join("");
}

/** Reads the kept one. */
export async function recordedTranscript(): Promise<Transcript> {
  const transcript: Record<string, Entry[]> = {};
  for (const line of (await readFile(recordedFile, "utf8")).trimEnd().split("\n")) {
    const { chapter, ...entry } = JSON.parse(line) as Entry & { readonly chapter: string };
    (transcript[chapter] ??= []).push(entry);
  }
  return transcript;
}
