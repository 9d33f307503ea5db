import type { Tool } from "@modelcontextprotocol/sdk/types.js";
import { didYouMean } from "@kumakit/text";
import type { ZodType } from "zod";

import { usageError } from "../cli-error.ts";
import type { CommandContract, Zod } from "../contract/command-contract.ts";
import { schemaLibrary } from "./schema-library.ts";

/** A flag or an argument, as the manifest describes it. */
interface DescribedInput {
  readonly name: string;
  readonly summary?: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly hidden?: boolean;
  readonly options?: readonly string[];
}

/** A flag, as the manifest describes it. */
interface DescribedFlag extends DescribedInput {
  readonly type: "boolean" | "option";
  readonly helpValue?: string | readonly string[];
  readonly helpGroup?: string;
  readonly multiple?: boolean;
  readonly allowNo?: boolean;
}

/** A command, as the manifest describes it, and how its class is loaded. */
export interface ToolCommand extends Pick<CommandContract, "readOnly" | "destructive" | "idempotent"> {
  readonly id: string;
  readonly summary?: string;
  readonly description?: string;
  readonly hidden?: boolean;
  readonly strict?: boolean;
  readonly flags: Readonly<Record<string, DescribedFlag>>;
  readonly args: Readonly<Record<string, DescribedInput>>;
  readonly withoutDryRun?: string;
  readonly withoutTool?: string;
  readonly output?: null;
  readonly load: () => Promise<unknown>;
}

/** One value that a tool takes, and the way in which it reaches the command. */
export interface ToolInput {
  readonly name: string;
  /** `content` is the text of a file, which the command reads from stdin. */
  readonly kind: "argument" | "switch" | "text" | "content";
  readonly isList: boolean;
  readonly isRequired: boolean;
  /** Whether false says more than nothing. */
  readonly canBeOff: boolean;
  readonly choices: readonly string[] | undefined;
  readonly summary: string;
}

/** A command as a tool. */
export interface KumaTool {
  readonly name: string;
  readonly command: ToolCommand;
  readonly inputs: readonly ToolInput[];
}

/** The name of the input that carries out a plan. */
export const PLAN_TOKEN = "planToken";

/** The largest schema of a result that is listed, in characters: a program reads all tools before it does anything. */
const LARGEST_SCHEMA = 16_000;

/** Flags that make sense for a person at a terminal, and those that would show a secret or take away the plan. */
const flagsOfTerminals = new Set([
  "columns",
  "confirm",
  "dry-run",
  "exit-code",
  "follow",
  "no-headers",
  "no-pager",
  "output",
  "push-url",
  "watch",
  "yes",
]);

/** The commands that are tools, by the names of these. One whose change cannot be shown beforehand is not among them. */
export function toolsOf(commands: readonly ToolCommand[]): ReadonlyMap<string, KumaTool> {
  const served = commands.filter(
    ({ hidden, output, withoutDryRun, withoutTool }) =>
      hidden !== true && output !== null && withoutDryRun === undefined && withoutTool === undefined,
  );
  const tools = served.map((command) => ({ name: toolName(command.id), command, inputs: inputsOf(command) }));
  return new Map(tools.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((tool) => [tool.name, tool]));
}

/** The commands of these topics, or all when there are none. @throws CliError (exit 2) for a topic that there is not */
export function ofTopics(commands: readonly ToolCommand[], topics: readonly string[]): readonly ToolCommand[] {
  const topicOf = ({ id }: ToolCommand): string => id.split(":", 1)[0] ?? id;
  const known = [...new Set([...toolsOf(commands).values()].map(({ command }) => topicOf(command)))];
  for (const topic of topics)
    if (!known.includes(topic))
      throw usageError(`There are no tools of ${JSON.stringify(topic)}.${didYouMean(topic, known)}`, known.join(", "));
  return topics.length === 0 ? commands : commands.filter((command) => topics.includes(topicOf(command)));
}

/** A command's name as tools are named: `monitor list` is `monitor_list`. */
function toolName(id: string): string {
  return id.replaceAll(":", "_");
}

/** Whether a command that changes something only reads with some of its flags. */
export async function readsToo({ load }: ToolCommand): Promise<boolean> {
  return ((await load()) as CommandContract).changesWith !== undefined;
}

/** A tool as the protocol describes it. @param allowChanges - whether it may change something */
export async function describeTool({ name, command, inputs }: KumaTool, allowChanges: boolean): Promise<Tool> {
  const { destructive, idempotent, summary = "", description } = command;
  const readOnly = command.readOnly || !allowChanges;
  const outputSchema = await outputSchemaOf(command);
  return {
    name,
    description: description === undefined ? summary : `${summary} ${description}`,
    annotations: {
      title: `kuma ${command.id.replaceAll(":", " ")}`,
      readOnlyHint: readOnly,
      destructiveHint: destructive && !readOnly,
      idempotentHint: idempotent,
    },
    inputSchema: {
      type: "object",
      properties: Object.fromEntries([
        ...inputs.map((input) => [input.name, schemaOf(input)] as const),
        ...(readOnly
          ? []
          : [
              [
                PLAN_TOKEN,
                { type: "string", description: "Of the plan to carry out, which a call without it returns." },
              ],
            ]),
      ]) as Record<string, object>,
      required: inputs.filter(({ isRequired }) => isRequired).map((input) => input.name),
      additionalProperties: false,
    },
    ...(outputSchema === undefined ? {} : { outputSchema }),
  };
}

function inputsOf({ args, flags, strict }: ToolCommand): readonly ToolInput[] {
  const taken = new Set(Object.keys(args));
  const flagInputs = Object.values(flags).flatMap((flag) => {
    const kind = kindOf(flag);
    return kind === undefined || taken.has(flag.name) ? [] : [inputOf(flag, kind, flag.multiple === true)];
  });
  return [...Object.values(args).map((arg) => inputOf(arg, "argument", strict === false)), ...flagInputs];
}

/** Undefined for a flag that a tool does not have. No tool has a file of this machine read or written. */
function kindOf(flag: DescribedFlag): ToolInput["kind"] | undefined {
  const { name, type, helpGroup, helpValue, hidden, summary = "" } = flag;
  if (hidden === true || flagsOfTerminals.has(name) || helpGroup === "PRINT") return undefined;
  if (helpGroup === "GLOBAL" && name !== "timeout") return undefined;
  if (type === "boolean") return "switch";
  if (typeof helpValue !== "string" || !helpValue.endsWith("FILE")) return "text";
  return helpValue === "FILE" && summary.includes("stdin") ? "content" : undefined;
}

function inputOf(from: DescribedFlag | DescribedInput, kind: ToolInput["kind"], isList: boolean): ToolInput {
  const { name, required, options, summary, description } = from;
  return {
    name,
    kind,
    isList,
    isRequired: required === true,
    canBeOff: "allowNo" in from && from.allowNo,
    choices: options,
    summary: summary ?? description ?? "",
  };
}

function schemaOf({ kind, isList, choices, summary }: ToolInput): object {
  if (kind === "switch") return { type: "boolean", description: summary };
  const one = { type: "string", ...(choices === undefined ? {} : { enum: choices }) };
  const description = kind === "content" ? `${summary} Here: the text itself.` : summary;
  return isList ? { type: "array", items: one, description } : { ...one, description };
}

/** The schema of a result; undefined for one that is too large to be listed. */
async function outputSchemaOf({ load, readOnly }: ToolCommand): Promise<Tool["outputSchema"]> {
  const { output } = (await load()) as { readonly output: ((library: Zod) => ZodType) | null };
  if (output === null) return undefined;
  const z = schemaLibrary;
  const result = output(z);
  const whole = readOnly
    ? z.strictObject({ result })
    : z.strictObject({
        status: z.enum(["confirmation_required", "done"]),
        result: result.optional().describe("With done: what became of it."),
        plan: z.unknown().optional().describe("With confirmation_required: what would be done."),
        destructive: z.boolean().optional().describe("Whether it can take away data or protection."),
        [PLAN_TOKEN]: z.string().optional().describe("Carries out this plan, once, with the same arguments."),
        expiresAt: z.iso.datetime().optional(),
        reason: z.string().optional().describe("Why a plan token was not enough."),
      });
  const schema = z.toJSONSchema(whole, { target: "draft-7" });
  return JSON.stringify(schema).length > LARGEST_SCHEMA ? undefined : (schema as Tool["outputSchema"]);
}
