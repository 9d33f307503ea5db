import type { Socket } from "node:net";
import { isOwnTrouble } from "@kumakit/text";
import type { CheckResult } from "../check.ts";
import { foundIn, SlowPatternError } from "../shared/text-search.ts";
import { startDeadline } from "../shared/deadline.ts";
import { excerpt } from "../shared/excerpt.ts";
import { explainFailure, type Attempt } from "../shared/explain-failure.ts";
import { placeOf, type NetworkTarget, withConnection, type TlsOptions } from "../shared/connection.ts";
import { NamedFileError, readNamedFile } from "../shared/read-named-file.ts";

/** More of what a peer says is not looked at, in bytes. */
const longestBanner = 64 * 1024;

/** The data so far is searched this often at most, in ms. */
const judgeEveryMs = 20;

/** An attempt. */
export interface Probe {
  readonly target: NetworkTarget;
  readonly timeoutMs: number;
  readonly send?: string;
  /** As the schema `textPattern` accepts it. */
  readonly expect?: string;
  readonly tls?: Omit<TlsOptions, "ca"> & { readonly caFile?: string };
  readonly signal: AbortSignal;
}

/** How the listening ended. */
interface Heard {
  readonly text: string;
  readonly isExpected: boolean;
  readonly end: "heard" | "closed" | "too much";
}

/** Listens until the expected thing came, the peer closed, or it said too much. */
function listen(socket: Socket, expect: string): { readonly heard: Promise<Heard>; readonly text: () => string } {
  let text = "";
  let length = 0;
  const decoder = new TextDecoder();
  const heard = new Promise<Heard>((resolve, reject) => {
    const judge = (end: Heard["end"]): void => {
      try {
        const isExpected = foundIn(expect, [text]).includes(true);
        if (isExpected || end !== "heard") resolve({ text, isExpected, end });
      } catch (error) {
        reject(error);
      }
    };
    let timer: NodeJS.Timeout | undefined;
    socket.on("data", (chunk: Buffer) => {
      text += decoder.decode(chunk.subarray(0, Math.max(0, longestBanner - length)), { stream: true });
      length += chunk.length;
      if (length >= longestBanner) judge("too much");
      // A peer that sends byte by byte must not have the whole text searched for every one of them.
      else {
        timer ??= setTimeout(() => {
          timer = undefined;
          judge("heard");
        }, judgeEveryMs);
      }
    });
    socket.once("close", () => clearTimeout(timer));
    socket.once("end", () => judge("closed"));
  });
  return { heard, text: () => text };
}

function quoted(text: string): string {
  const said = excerpt(text);
  return said === "" ? "nothing" : `"${said}"`;
}

function judgeHeard(
  { text, isExpected, end }: Heard,
  { place, expect }: { place: string; expect: string },
): CheckResult {
  if (isExpected) return { status: "up", message: `${place} says ${quoted(text)}` };
  const how = { heard: "", closed: ", and closed the connection", "too much": " and more, in 64 KiB" }[end];
  return { status: "down", message: `${place} did not say ${expect}; it said ${quoted(text)}${how}` };
}

/** Connects, says and hears what is to be said and heard. */
async function converse(probe: Probe, tls: TlsOptions | undefined): Promise<CheckResult> {
  const { target, send, expect, timeoutMs } = probe;
  const place = placeOf(target);
  const deadline = startDeadline(timeoutMs, probe.signal);
  const attempt: Attempt = { place, timeoutMs, ...hostOf(probe) };
  let heardSoFar: (() => string) | undefined;
  try {
    return await withConnection(
      { target, signal: deadline.signal, ...(tls === undefined ? {} : { tls }) },
      async (socket: Socket) => {
        const listening = expect === undefined ? undefined : listen(socket, expect);
        heardSoFar = listening?.text;
        if (send !== undefined) await written(socket, send);
        if (listening === undefined || expect === undefined) {
          return { status: "up", message: `${place} accepts ${tls === undefined ? "connections" : "TLS connections"}` };
        }
        return judgeHeard(await listening.heard, { place, expect });
      },
    );
  } catch (error) {
    if (error instanceof SlowPatternError) return { status: "noData", message: `${place}: ${error.message}` };
    if (deadline.isOver && heardSoFar !== undefined) {
      const limit = `${timeoutMs / 1000} s`;
      return {
        status: "down",
        message: `${place} timed out: it did not say ${expect} within ${limit}; it said ${quoted(heardSoFar())}`,
      };
    }
    return { status: isOwnTrouble(error) ? "noData" : "down", message: explainFailure(error, attempt) };
  } finally {
    deadline.clear();
  }
}

function hostOf({ target, tls }: Probe): { host?: string } {
  const host = tls?.serverName ?? (target.kind === "tcp" ? target.host : undefined);
  return host === undefined ? {} : { host };
}

function written(socket: Socket, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(text, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

/** Tries a port or a socket once. Never throws for what the network or the files do. */
export async function probePort(probe: Probe): Promise<CheckResult> {
  const startedAt = performance.now();
  try {
    const { tls } = probe;
    const ca = tls?.caFile === undefined ? undefined : await readNamedFile("the caFile", tls.caFile);
    const trust = tls && {
      mustTrust: tls.mustTrust,
      ...(tls.serverName === undefined ? {} : { serverName: tls.serverName }),
      ...(ca === undefined ? {} : { ca: ca.toString("utf8") }),
    };
    return { ...(await converse(probe, trust)), durationMs: performance.now() - startedAt };
  } catch (error) {
    if (error instanceof NamedFileError) return { status: "noData", message: error.message };
    throw error;
  }
}
