import { isMap, isNode, isScalar, parseDocument, type Document, type YAMLParseError } from "yaml";
import { AgentConfigError, type ConfigProblem } from "./agent-config-error.ts";
import type { SettingPath } from "./describe-issue.ts";

/** A longer text is not a config, in characters. */
const longestText = 1_048_576;

/** A place in a file, counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The text of a file, read but not yet judged. */
export interface ConfigSource {
  readonly file: string;
  readonly value: unknown;
  /** Where a setting stands; where its nearest parent stands when it is missing. */
  positionOf(path: SettingPath): Position;
}

/** The parser's own counter of lines passes over those that it cannot make sense of. */
function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

function offsetOf(document: Document, path: SettingPath): number {
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

/** Errors of the parser whose text is always the same; others may quote the file, and with it a secret. */
const harmless: ReadonlySet<string> = new Set<YAMLParseError["code"]>([
  "ALIAS_PROPS",
  "BAD_INDENT",
  "BAD_PROP_ORDER",
  "BLOCK_AS_IMPLICIT_KEY",
  "BLOCK_IN_FLOW",
  "DUPLICATE_KEY",
  "KEY_OVER_1024_CHARS",
  "MISSING_CHAR",
  "MULTILINE_IMPLICIT_KEY",
  "MULTIPLE_ANCHORS",
  "MULTIPLE_TAGS",
  "TAB_AS_INDENT",
]);

function syntaxProblem({ code, message }: YAMLParseError): string {
  if (harmless.has(code)) return message;
  if (code === "MULTIPLE_DOCS") return "a second document begins here, and a config is one";
  if (code === "BAD_ALIAS") return "an alias cannot be resolved";
  if (code === "TAG_RESOLVE_FAILED") return "this tag is not known";
  if (code === "BAD_DQ_ESCAPE") return "there is no such escape sequence";
  return "this is neither JSON nor YAML";
}

function unreadable(file: string, message: string): AgentConfigError {
  return new AgentConfigError(file, [{ line: 1, column: 1, field: "", message }]);
}

function parsed(text: string, file: string): Document {
  if (text.length > longestText) throw unreadable(file, "is longer than a config may be, 1 MiB");
  try {
    // Pretty errors would quote the line, and a line of this file may be secret.
    return parseDocument(text, { prettyErrors: false, logLevel: "error" });
  } catch {
    throw unreadable(file, "is nested too deeply");
  }
}

function valueOf(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch {
    // Aliases that stand for too much, as in the "billion laughs", or that have no anchor.
    throw unreadable(file, "an alias cannot be resolved");
  }
}

/**
 * Reads a text as YAML; JSON is a part of that.
 *
 * @throws AgentConfigError with line and column when it is neither
 */
export function readSource(text: string, file: string): ConfigSource {
  const plain = text.replace(/^\uFEFF/, "");
  const document = parsed(plain, file);
  const at = (offset: number): Position => positionAt(plain, offset);
  const [first, ...more] = document.errors.map((error): ConfigProblem => ({
    ...at(error.pos[0]),
    field: "",
    message: syntaxProblem(error),
  }));
  if (first !== undefined) throw new AgentConfigError(file, [first, ...more]);
  return { file, value: valueOf(document, file), positionOf: (path) => at(offsetOf(document, path)) };
}
