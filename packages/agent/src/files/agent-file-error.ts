import { explainFileFailure } from "@kumakit/text";
import type { AgentErrorCode } from "../error-catalogue.ts";

/** A file that the agent needs cannot be used. */
export class AgentFileError extends Error {
  /** The class's name. */
  override readonly name = "AgentFileError";
  /** Stable; for programs. */
  readonly code = "AGENT_FILE_UNUSABLE" satisfies AgentErrorCode;
  /** What is wrong, without the file. */
  readonly problem: string;
  /** The file's path. */
  readonly file: string;

  /**
   * @param problem - what is wrong; the message adds the file's name
   * @param file - its path
   * @param options - `cause` is the error below
   */
  constructor(problem: string, file: string, options?: ErrorOptions) {
    super(`${problem}: ${file}`, options);
    this.problem = problem;
    this.file = file;
  }

  /** Says why the system did not let the file be read. */
  static from(what: string, file: string, cause: unknown): AgentFileError {
    return new AgentFileError(`${what} cannot be read, ${explainFileFailure(cause)}`, file, { cause });
  }
}
