import { userInfo } from "node:os";
import { explainNetworkFailure, networkFailure } from "@kumakit/text";
import { DeadlineError } from "../shared/deadline.ts";

/**
 * Why supervisord did not answer.
 *
 * - `gone`: nothing listens on its socket any more: it died, a clean stop takes the socket away;
 * - `stopped`: it is not there; a restart looks the same for a moment;
 * - `shuttingDown`: it says so itself;
 * - `mute`: it takes the question and gives no answer;
 * - `refused`: it, or something in its place, does not let us ask: that says nothing of the programs.
 */
export type SupervisorErrorKind = "gone" | "stopped" | "shuttingDown" | "mute" | "refused";

/** Supervisord could not be asked. */
export class SupervisorError extends Error {
  /** The class's name. */
  override readonly name = "SupervisorError";
  readonly kind: SupervisorErrorKind;

  /**
   * @param kind - what it means
   * @param message - one line for people
   * @param options - `cause` is the error below
   */
  constructor(kind: SupervisorErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** Where a connection was tried. */
export interface Endpoint {
  readonly kind: "socket" | "tcp";
  /** The socket's path, or `host:port`. */
  readonly place: string;
}

function ownName(): string {
  try {
    return userInfo().username;
  } catch {
    // The user has no entry in the list of users.
    return "kuma-agent";
  }
}

/** Not the agent's own group: supervisord does not start with one that is gone, as that is after an uninstall. */
function permissionDenied(place: string): string {
  return (
    `permission denied on supervisord's socket ${place}: as root run groupadd --system --force supervisor and ` +
    `usermod --append --groups supervisor ${ownName()}, set chmod=0770 and chown=root:supervisor in the section ` +
    `[unix_http_server] of supervisord's config, and restart supervisord and the agent`
  );
}

/** Its meaning, also in words. */
function meaningOf(error: unknown, { kind, place }: Endpoint): readonly [SupervisorErrorKind, string] {
  const why = explainNetworkFailure(error, { name: `supervisord at ${place}`, place });
  switch (networkFailure(error).kind) {
    case "refused":
      // A clean stop takes the socket away; one that is left behind means that supervisord was killed.
      return [kind === "socket" ? "gone" : "stopped", `supervisord is not running: ${why}`];
    case "no-socket":
      return ["stopped", `supervisord is not running: ${why}`];
    case "cut":
      return ["stopped", why];
    case "denied":
      return ["refused", permissionDenied(place)];
    case "timeout":
      return ["mute", why];
    default:
      return ["refused", `supervisord cannot be asked: ${why}`];
  }
}

/**
 * Says what an error of a connection to supervisord means.
 *
 * @param error - from node:http
 * @param endpoint - where it was tried
 */
export function explainConnection(error: unknown, endpoint: Endpoint): SupervisorError {
  if (error instanceof SupervisorError) return error;
  if (error instanceof DeadlineError) {
    return new SupervisorError("mute", `supervisord does not answer at ${endpoint.place}`, { cause: error });
  }
  if (networkFailure(error).kind === "not-http") return notSupervisord(endpoint.place, "it speaks no HTTP");
  const [kind, text] = meaningOf(error, endpoint);
  return new SupervisorError(kind, text, { cause: error });
}

/** Something else listens there. */
export function notSupervisord(place: string, why: string): SupervisorError {
  return new SupervisorError("refused", `what answers at ${place} is not supervisord: ${why}`);
}
