import type { KumaClient } from "@kumakit/client";

import type { Question } from "../prompts/require-terminal.ts";

/** The hands of a step of the first run. */
export interface Guide {
  readonly question: Question;
  /** Says a line to the person. */
  say(text: string): void;
  /** Shows a command, and runs it. @throws when it fails; it has said why by then */
  run(id: string, words: readonly string[]): Promise<void>;
  /** A connection to the server in use; closed at the end of the command. */
  connect(): Promise<KumaClient>;
}
