import { isOwnTrouble, maskSecrets } from "@kumakit/text";
import type { CheckResult } from "../check.ts";
import { startDeadline } from "../shared/deadline.ts";
import { explainFailure } from "../shared/explain-failure.ts";
import { NamedFileError, readNamedFile, readSecret } from "../shared/read-named-file.ts";
import { SlowPatternError } from "../shared/text-search.ts";
import { UnreadableBodyError } from "./read-body.ts";
import { followRedirects, RedirectError, urlText } from "./follow-redirects.ts";
import { goodAnswerText, problemWith, type Expectations } from "./judge-answer.ts";

/** A value of a header: as it is, or in a file. */
export type HeaderValue = string | { readonly file: string };

/** The request, and the conditions of a good answer. File names are absolute. */
export interface HttpProbe {
  readonly url: URL;
  readonly method: string;
  readonly body?: string | undefined;
  readonly headers: Readonly<Record<string, HeaderValue>>;
  readonly login?: { readonly username: string; readonly passwordFile: string } | undefined;
  readonly bearerTokenFile?: string | undefined;
  readonly caFile?: string | undefined;
  readonly insecure: boolean;
  readonly socketPath?: string | undefined;
  readonly mostRedirects: number;
  readonly timeoutMs: number;
  readonly expect: Expectations;
  readonly signal: AbortSignal;
}

/** The content of the files at this moment: a secret may be renewed at any time. */
interface FromFiles {
  readonly headers: Readonly<Record<string, string>>;
  readonly ca?: string;
  readonly secrets: readonly string[];
}

async function readFiles({ headers, login, bearerTokenFile, caFile }: HttpProbe): Promise<FromFiles> {
  const all: Record<string, string> = {};
  const secrets: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    const text = typeof value === "string" ? value : await readSecret(`the file of the header ${name}`, value.file);
    all[name] = text;
    // A short value that stands in the config is rather a word than a secret.
    if (typeof value !== "string" || text.length >= 8) secrets.push(text);
  }
  if (login !== undefined) {
    const password = await readSecret("the passwordFile", login.passwordFile);
    const encoded = Buffer.from(`${login.username}:${password}`).toString("base64");
    all["authorization"] = `Basic ${encoded}`;
    secrets.push(password, encoded);
  }
  if (bearerTokenFile !== undefined) {
    const token = await readSecret("the bearerTokenFile", bearerTokenFile);
    all["authorization"] = `Bearer ${token}`;
    secrets.push(token);
  }
  const ca = caFile === undefined ? undefined : await readNamedFile("the caFile", caFile);
  return { headers: all, secrets, ...(ca === undefined ? {} : { ca: ca.toString("utf8") }) };
}

function failure(error: unknown, { url, socketPath, timeoutMs }: HttpProbe): CheckResult {
  if (error instanceof SlowPatternError) return { status: "noData", message: `${urlText(url)}: ${error.message}` };
  if (error instanceof RedirectError) return { status: "down", message: error.message };
  if (error instanceof UnreadableBodyError) {
    return { status: "down", message: `${urlText(url)} answered, but ${error.message}` };
  }
  if ((error as { code?: string }).code === "ERR_INVALID_CHAR") {
    return { status: "noData", message: "the file of a header holds what no header may hold" };
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const attempt = { place: socketPath ?? urlText(url), host, timeoutMs };
  return { status: isOwnTrouble(error) ? "noData" : "down", message: explainFailure(error, attempt) };
}

async function ask(probe: HttpProbe, { headers, ca }: FromFiles): Promise<CheckResult> {
  const { url, method, body, insecure, socketPath, mostRedirects, timeoutMs, expect } = probe;
  const deadline = startDeadline(timeoutMs, probe.signal);
  const startedAt = performance.now();
  try {
    const exchange = {
      url,
      method,
      headers,
      insecure,
      signal: deadline.signal,
      ...(body === undefined ? {} : { body }),
      ...(socketPath === undefined ? {} : { socketPath }),
      ...(ca === undefined ? {} : { ca }),
    };
    const answer = await followRedirects(exchange, mostRedirects);
    const problem = problemWith({ ...answer, tookMs: performance.now() - startedAt }, expect);
    return problem === undefined
      ? { status: "up", message: goodAnswerText(answer) }
      : { status: "down", message: problem };
  } catch (error) {
    return failure(error, probe);
  } finally {
    deadline.clear();
  }
}

/** Asks once. Never throws for what the network or the files do; no secret of a file or a header is in the message. */
export async function probeHttp(probe: HttpProbe): Promise<CheckResult> {
  try {
    const files = await readFiles(probe);
    const startedAt = performance.now();
    const result = await ask(probe, files);
    const durationMs = performance.now() - startedAt;
    return { ...result, message: maskSecrets(result.message, files.secrets), durationMs };
  } catch (error) {
    if (error instanceof NamedFileError) return { status: "noData", message: error.message };
    throw error;
  }
}
