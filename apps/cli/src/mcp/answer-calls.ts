import { createHash } from "node:crypto";

import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";

import type { Proposal } from "../agent-mode.ts";
import { CliError } from "../cli-error.ts";
import { EXIT } from "../exit-codes.ts";
import { withFlags } from "../flags/command-line.ts";
import type { CommandEnd } from "./handed-call.ts";
import { PlanTokens } from "./plan-tokens.ts";
import { PLAN_TOKEN, readsToo, type KumaTool } from "./tools.ts";
import { toolWords, type ToolArguments, type ToolWords } from "./tool-words.ts";

/** The surroundings of calls. */
export interface CallOptions {
  /** Whether commands that change something are carried out at all. */
  readonly allowChanges: boolean;
  readonly run: (call: ToolWords, signal: AbortSignal) => Promise<CommandEnd>;
}

/** Answers a call of a tool; a failure is an answer, which the program that called can read. */
export class CallAnswers {
  readonly #options: CallOptions;
  readonly #tokens = new PlanTokens();

  constructor(options: CallOptions) {
    this.#options = options;
  }

  /** Carries out a call, or says what it would change. */
  async answer(tool: KumaTool, given: ToolArguments, signal: AbortSignal): Promise<CallToolResult> {
    try {
      if (tool.command.readOnly) return resultOf(await this.#options.run(toolWords(tool, given), signal));
      if (this.#options.allowChanges) return await this.#change(tool, given, signal);
      return await this.#onlyRead(tool, given, signal);
    } catch (error) {
      if (error instanceof CliError) return failed(errorData(error));
      throw error;
    }
  }

  /** Of a command that reads with some flags and changes something with others, those that read alone. */
  async #onlyRead(tool: KumaTool, given: ToolArguments, signal: AbortSignal): Promise<CallToolResult> {
    if (!(await readsToo(tool.command))) throw notAllowed(tool);
    // In agent mode it changes nothing without consent.
    const end = await this.#options.run(toolWords(tool, given), signal);
    if (proposalIn(end) !== undefined) throw notAllowed(tool);
    return changeOf(end);
  }

  async #change(tool: KumaTool, given: ToolArguments, signal: AbortSignal): Promise<CallToolResult> {
    const { [PLAN_TOKEN]: token, ...wish } = given;
    const call = toolWords(tool, wish);
    const identity = createHash("sha256").update(JSON.stringify(call)).digest("hex");
    // Used up before anything is waited for, so that two calls at once cannot both have it.
    const isShown = token === undefined ? undefined : this.#tokens.take(token, identity);
    const planned = await this.#options.run(call, signal);
    const proposal = proposalIn(planned);
    if (proposal === undefined) return changeOf(planned);
    const { plan, destructive } = proposal;
    if (isShown?.(plan) === true) return changeOf(await this.#options.run(confirmed(call), signal));
    const { planToken, expiresAt } = this.#tokens.issue(identity, plan);
    return succeeded({
      status: proposal.status,
      ...(isShown === undefined ? {} : { reason: "Meanwhile something has changed: this is another plan." }),
      destructive,
      plan,
      planToken,
      expiresAt: new Date(expiresAt).toISOString(),
    });
  }
}

/** The command line with a person's consent in it. */
function confirmed({ words, input }: ToolWords): ToolWords {
  return { words: withFlags(words, ["--yes"]), input };
}

function proposalIn({ code, stdout }: CommandEnd): Proposal | undefined {
  if (code !== EXIT.usage || stdout === "") return undefined;
  const data = JSON.parse(stdout) as Proposal;
  return data.status === "confirmation_required" ? data : undefined;
}

/** A report of what is not as it should be is a report, too. */
function hasWorked({ code, stdout }: CommandEnd): boolean {
  return code === EXIT.ok || (code === EXIT.conditionNotMet && stdout.trim() !== "");
}

function resultOf(end: CommandEnd): CallToolResult {
  return hasWorked(end) ? succeeded({ result: dataOf(end.stdout) }, end.stderr) : failureOf(end);
}

function changeOf(end: CommandEnd): CallToolResult {
  return hasWorked(end) ? succeeded({ status: "done", result: dataOf(end.stdout) }, end.stderr) : failureOf(end);
}

/** A command may have printed a result before it failed, such as what could be done of several things. */
function failureOf({ code, stdout, stderr }: CommandEnd): CallToolResult {
  return failed(`${stdout}${stderr}`.trim() === "" ? `The command ended with ${code}.` : `${stdout}${stderr}`);
}

/** The output of a command, which prints nothing where there is nothing to say. */
function dataOf(stdout: string): unknown {
  return stdout.trim() === "" ? null : JSON.parse(stdout);
}

function succeeded(structuredContent: Record<string, unknown>, warnings = ""): CallToolResult {
  const text = JSON.stringify(structuredContent);
  const texts = warnings.trim() === "" ? [text] : [text, warnings];
  return { content: texts.map((one) => ({ type: "text", text: one })), structuredContent };
}

function failed(data: unknown): CallToolResult {
  return { content: [{ type: "text", text: typeof data === "string" ? data : JSON.stringify(data) }], isError: true };
}

/** As every command prints it with `--json`. */
function errorData({ code, message, hint, exit }: CliError): unknown {
  return { error: { code, message, hint, exit } };
}

function notAllowed({ command }: KumaTool): CliError {
  return new CliError({
    code: "KUMA_CHANGES_NOT_ALLOWED",
    message: `kuma ${command.id.replaceAll(":", " ")} changes something, and this server only reads`,
    hint: "a person can start it as kuma mcp --allow-changes",
    exit: EXIT.refused,
  });
}
