import { statSync } from "node:fs";
import { userInfo } from "node:os";
import { explainNetworkFailure, networkFailure } from "@kumakit/text";
import { DeadlineError } from "../shared/deadline.ts";

/**
 * - `gone`: the engine is not there, or does not answer;
 * - `refused`: it may not be asked, or is something else, which says nothing of the containers.
 */
export type EngineErrorKind = "gone" | "refused";

/** The engine could not be asked. */
export class EngineError extends Error {
  /** The class's name. */
  override readonly name = "EngineError";
  /** What it means. */
  readonly kind: EngineErrorKind;

  /**
   * @param kind - what it means
   * @param message - for people
   * @param options - `cause` is the error below
   */
  constructor(kind: EngineErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

function ownName(): string {
  try {
    return userInfo().username;
  } catch {
    return "the agent's user";
  }
}

/** The group of the socket is the one to be in; its name is not known to Node, its number is. */
function permissionDenied(socket: string): string {
  let group = "";
  try {
    group = ` (group ${statSync(socket).gid})`;
  } catch {
    // The folder above may be closed, too.
  }
  return (
    `permission denied on ${socket}${group}: ${ownName()} is not in the group of the socket, usually docker. ` +
    `A user of this socket is as good as root on this host; docs/docker.md says how to allow it`
  );
}

/** Its meaning, also in words. */
function meaningOf(error: unknown, socket: string): readonly [EngineErrorKind, string] {
  const why = explainNetworkFailure(error, { name: `the container engine at ${socket}`, place: socket });
  switch (networkFailure(error).kind) {
    case "refused":
    case "no-socket":
      return ["gone", `the container engine is not running: ${why}`];
    case "cut":
      return ["gone", why];
    case "denied":
      return ["refused", permissionDenied(socket)];
    default:
      return ["refused", `the container engine cannot be asked: ${why}`];
  }
}

/**
 * Says why the engine could not be asked.
 *
 * @param error - from node:http, or the limit
 * @param socket - the socket's path
 */
export function explainEngine(error: unknown, socket: string): EngineError {
  if (error instanceof EngineError) return error;
  if (error instanceof DeadlineError) {
    return new EngineError("gone", `the container engine does not answer at ${socket}`, { cause: error });
  }
  if (networkFailure(error).kind === "not-http") return notAnEngine(socket, "it speaks no HTTP");
  const [kind, text] = meaningOf(error, socket);
  return new EngineError(kind, text, { cause: error });
}

/** Something else listens there. */
export function notAnEngine(socket: string, why: string): EngineError {
  return new EngineError("refused", `what answers at ${socket} is neither Docker nor podman: ${why}`);
}
