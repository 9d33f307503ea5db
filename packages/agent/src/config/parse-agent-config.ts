import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from "yaml";
import { agentConfigSchema, type AgentConfig } from "./agent-config.ts";
import { AgentConfigError, type ConfigProblem } from "./agent-config-error.ts";
import { describeIssue, type SettingPath } from "./describe-issue.ts";

interface Source {
  readonly document: Document;
  readonly lines: LineCounter;
}

/** Where a setting stands; where its nearest parent stands when it is missing. */
function offsetOf({ document }: Source, path: SettingPath): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(path[length - 1]))
      : undefined;
    const node = pair === undefined ? document.getIn(path.slice(0, length), true) : pair.key;
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

function positionOf(source: Source, path: SettingPath): { line: number; column: number } {
  const { line, col } = source.lines.linePos(offsetOf(source, path));
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function fieldName(path: SettingPath): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`))
    .join("")
    .replace(/^\./, "");
}

function throwIfAny(file: string, problems: readonly ConfigProblem[]): void {
  const [first, ...more] = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  if (first !== undefined) throw new AgentConfigError(file, [first, ...more]);
}

/** The value in the text; JSON is read by the same parser, as YAML is a superset of it. */
function readValue(text: string, file: string): Source & { value: unknown } {
  const lines = new LineCounter();
  // Pretty errors would quote the line, and a line of this file may be secret.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const source = { document, lines };
  throwIfAny(
    file,
    document.errors.map((error) => {
      const { line, col } = lines.linePos(error.pos[0]);
      return { line: Math.max(1, line), column: Math.max(1, col), field: "", message: error.message };
    }),
  );
  try {
    return { ...source, value: document.toJS() };
  } catch {
    // The only way to get here: aliases without an anchor, or too many of them.
    throw new AgentConfigError(file, [{ line: 1, column: 1, field: "", message: "an alias cannot be resolved" }]);
  }
}

/**
 * Reads the text of a config file, JSON or YAML.
 *
 * @param text - what the file says
 * @param options - `file` is the name to show in messages
 * @throws {@link AgentConfigError} with line, column and field when the text cannot be read or a setting is wrong
 */
export function parseAgentConfig(text: string, { file }: { readonly file: string }): AgentConfig {
  const source = readValue(text.replace(/^\uFEFF/, ""), file);
  const parsed = agentConfigSchema.safeParse(source.value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues
    .flatMap((issue) => describeIssue(issue, source.value))
    .map(({ path, message }) => ({ ...positionOf(source, path), field: fieldName(path), message }));
  throwIfAny(file, problems);
  throw parsed.error;
}
