import { isDeepStrictEqual } from "node:util";
import { foundIn } from "../shared/text-search.ts";
import { excerpt } from "../shared/excerpt.ts";
import { urlText, type FinalAnswer } from "./follow-redirects.ts";
import { isStatusIn, statusRangesText } from "./status-in-ranges.ts";

/** The value at a JSON Pointer; undefined when it leads nowhere. */
function atPointer(document: unknown, pointer: string): unknown {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>(
      (value, key) =>
        typeof value === "object" && value !== null && Object.hasOwn(value, key)
          ? (value as Record<string, unknown>)[key]
          : undefined,
      document,
    );
}

/** The conditions of a good answer. */
export interface Expectations {
  readonly status: number | string | (number | string)[];
  readonly contains?: string | undefined;
  readonly notContains?: string | undefined;
  readonly json?: Readonly<Record<string, string | number | boolean | null>> | undefined;
  /** In ms. */
  readonly maxResponseTimeMs?: number | undefined;
}

type JudgedAnswer = FinalAnswer & { readonly tookMs: number };

/** The status line, and what the body says of it when something is wrong. */
function statusText({ status, statusText: reason }: FinalAnswer): string {
  return excerpt(`${status} ${reason}`);
}

function bodySays({ text, contentType }: FinalAnswer): string {
  const title = /<title[^>]*>([^<]*)</i.exec(text.slice(0, 16_384))?.[1];
  const isText = /^text\/plain|json/i.test(contentType);
  const said = excerpt(title ?? (isText ? text : ""));
  return said === "" ? "" : `: "${said}"`;
}

function isFound({ text }: FinalAnswer, wanted: string): boolean {
  return foundIn(wanted, [text]).includes(true);
}

function whatIsCut({ isCut }: FinalAnswer): string {
  return isCut ? " in its first MiB" : "";
}

function jsonProblem(answer: FinalAnswer, wanted: NonNullable<Expectations["json"]>): string | undefined {
  let document: unknown;
  try {
    document = JSON.parse(answer.text);
  } catch {
    return answer.isCut ? "its body is longer than 1 MiB, so that its JSON cannot be read" : "its body is not JSON";
  }
  for (const [pointer, value] of Object.entries(wanted)) {
    const found = atPointer(document, pointer);
    if (isDeepStrictEqual(found, value)) continue;
    const is = found === undefined ? "is missing" : `is ${excerpt(JSON.stringify(found))}`;
    return `its JSON ${pointer} ${is}, not ${JSON.stringify(value)}`;
  }
  return undefined;
}

/**
 * The fault of an answer; undefined when it has none.
 *
 * @throws SlowPatternError when a regular expression takes too long
 */
export function problemWith(answer: JudgedAnswer, wanted: Expectations): string | undefined {
  const { contains, notContains, json, maxResponseTimeMs } = wanted;
  const where = urlText(answer.url);
  const said = `${where} answered ${statusText(answer)}`;
  if (!isStatusIn(answer.status, wanted.status)) {
    const to = answer.location === undefined ? "" : `, a redirect that is not followed`;
    return `${said}${to}, not ${statusRangesText(wanted.status)}${bodySays(answer)}`;
  }
  if (contains !== undefined && !isFound(answer, contains)) {
    return `${said}, but ${contains} is not${whatIsCut(answer) || " in its body"}${bodySays(answer)}`;
  }
  if (notContains !== undefined && isFound(answer, notContains)) {
    return `${said}, but its body has ${notContains}${bodySays(answer)}`;
  }
  const problem = json === undefined ? undefined : jsonProblem(answer, json);
  if (problem !== undefined) return `${said}, but ${problem}`;
  if (maxResponseTimeMs !== undefined && answer.tookMs > maxResponseTimeMs) {
    return `${said}, but only after ${Math.round(answer.tookMs) / 1000} s, more than ${maxResponseTimeMs / 1000} s`;
  }
  return undefined;
}

/** The message of a good answer. */
export function goodAnswerText(answer: FinalAnswer): string {
  const by = answer.redirects === 0 ? "" : ` (${answer.redirects} redirect${answer.redirects === 1 ? "" : "s"})`;
  return `${urlText(answer.url)} answered ${statusText(answer)}${by}`;
}
