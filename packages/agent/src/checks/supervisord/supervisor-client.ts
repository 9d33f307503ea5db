import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { networkFailure } from "@kumakit/text";
import { AgentFileError } from "../../files/agent-file-error.ts";
import { readPassword } from "../../files/secret-file.ts";
import { startDeadline } from "../shared/deadline.ts";
import { httpRequest, readBounded } from "../shared/http-request.ts";
import { explainConnection, notSupervisord, type Endpoint, SupervisorError } from "./supervisor-error.ts";
import { type XmlRpcReply, ReplyCache, XmlRpcSyntaxError } from "./xml-rpc.ts";
import { programsOf, type ProgramState } from "./program-state.ts";
import type { SupervisorAddress } from "./supervisor-address.ts";

/** A starting supervisord binds its socket a moment before it listens on it, in ms. */
const secondLookMs = 150;

/** So much of the end of supervisord's own log is looked at, in bytes. */
const logTail = 16 * 1024;

/** How long supervisord may take for an answer, in ms. */
const answerTimeoutMs = 5_000;

/** An answer about 3,000 programs is not longer, in bytes. */
const longestAnswer = 4 * 1024 * 1024;

/** supervisord's Faults.SHUTDOWN_STATE and UNKNOWN_METHOD. */
const shutdownFault = 6;
const unknownMethodFault = 1;

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** How supervisord is reached. */
export interface SupervisorClientOptions {
  readonly address: SupervisorAddress;
  readonly login?: { readonly username: string; readonly passwordFile: string };
  /** Called when the connection ends, as it does when supervisord dies. */
  readonly onDisconnect: () => void;
}

function callOf(method: string, params: readonly number[]): string {
  const list = params.map((param) => `<param><value><int>${param}</int></value></param>`).join("");
  return `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${list}</params></methodCall>`;
}

/** Asks supervisord by XML-RPC over one connection that is kept. */
export class SupervisorClient {
  readonly #options: SupervisorClientOptions;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #replies = new ReplyCache();
  #authorization: string | undefined;

  constructor(options: SupervisorClientOptions) {
    this.#options = options;
  }

  /** The state of every program. @throws {@link SupervisorError} */
  async programs(): Promise<readonly ProgramState[]> {
    const reply = await this.#call("supervisor.getAllProcessInfo", []);
    const { place } = this.#endpoints()[0];
    if (reply.kind === "fault") throw faultError(reply, place);
    try {
      return programsOf(reply.value);
    } catch (error) {
      throw notSupervisord(place, (error as Error).message);
    }
  }

  /** The end of supervisord's own log; empty when it keeps none. @throws {@link SupervisorError} */
  async logEnd(): Promise<string> {
    const reply = await this.#call("supervisor.readLog", [-logTail, 0]);
    return reply.kind === "value" && typeof reply.value === "string" ? reply.value : "";
  }

  close(): void {
    this.#agent.destroy();
  }

  #endpoints(): readonly [Endpoint, ...Endpoint[]] {
    const { address } = this.#options;
    if (address.kind === "tcp") return [{ kind: "tcp", place: `${address.host}:${address.port}` }];
    const [first, ...others] = address.paths;
    const endpoint = (place: string): Endpoint => ({ kind: "socket", place });
    return [endpoint(first), ...others.map(endpoint)];
  }

  async #call(method: string, params: readonly number[]): Promise<XmlRpcReply> {
    const [first, ...others] = this.#endpoints();
    const body = callOf(method, params);
    try {
      return await this.#ask(first, body);
    } catch (error) {
      if (!(error instanceof SupervisorError) || error.kind !== "stopped") throw error;
      for (const other of others) {
        const reply = await this.#ask(other, body).catch(() => undefined);
        if (reply !== undefined) return reply;
      }
      throw error;
    }
  }

  async #ask(endpoint: Endpoint, body: string): Promise<XmlRpcReply> {
    let answer: Answer;
    try {
      answer = await this.#post(endpoint, body);
    } catch (error) {
      throw explainConnection(error, endpoint);
    }
    if (answer.status === 401) throw this.#unauthorized(endpoint);
    if (answer.status !== 200) throw notSupervisord(endpoint.place, `HTTP ${answer.status}`);
    try {
      return this.#replies.read(answer.text);
    } catch (error) {
      if (!(error instanceof XmlRpcSyntaxError)) throw error;
      throw notSupervisord(endpoint.place, error.message);
    }
  }

  async #post(endpoint: Endpoint, body: string): Promise<Answer> {
    const authorization = await this.#authorizationHeader();
    try {
      return await this.#postOnce(endpoint, body, authorization);
    } catch (error) {
      const { kind } = networkFailure(error);
      if (kind !== "refused" && kind !== "denied") throw error;
      await sleep(secondLookMs);
      return this.#postOnce(endpoint, body, authorization);
    }
  }

  async #postOnce({ place }: Endpoint, body: string, authorization: string | undefined): Promise<Answer> {
    const { address, onDisconnect } = this.#options;
    const options = {
      ...(address.kind === "tcp" ? { host: address.host, port: address.port } : { socketPath: place }),
      agent: this.#agent,
      method: "POST",
      path: "/RPC2",
      headers: {
        host: "supervisord",
        "content-type": "text/xml",
        "content-length": Buffer.byteLength(body),
        ...(authorization === undefined ? {} : { authorization }),
      },
    };
    const deadline = startDeadline(answerTimeoutMs);
    try {
      return await httpRequest({ options, body, signal: deadline.signal, onDisconnect }, async (incoming) => {
        const { bytes, isCut } = await readBounded(incoming, longestAnswer);
        if (isCut) throw notSupervisord(place, "the answer is too long");
        return { status: incoming.statusCode ?? 0, text: bytes.toString("utf8") };
      });
    } finally {
      deadline.clear();
    }
  }

  async #authorizationHeader(): Promise<string | undefined> {
    const { login } = this.#options;
    if (login === undefined || this.#authorization !== undefined) return this.#authorization;
    try {
      const password = await readPassword({ what: "supervisord's password file", file: login.passwordFile });
      this.#authorization = `Basic ${Buffer.from(`${login.username}:${password}`).toString("base64")}`;
    } catch (error) {
      if (error instanceof AgentFileError) throw new SupervisorError("refused", error.message);
      throw error;
    }
    return this.#authorization;
  }

  #unauthorized({ place }: Endpoint): SupervisorError {
    const asked = this.#authorization !== undefined;
    // The file may hold another one by the next time.
    this.#authorization = undefined;
    return new SupervisorError(
      "refused",
      asked
        ? `supervisord at ${place} does not accept the user and password of "login"`
        : `supervisord at ${place} asks who is there: set "login" with its user and password file`,
    );
  }
}

function faultError({ code, text }: { readonly code: number; readonly text: string }, place: string): SupervisorError {
  if (code === shutdownFault) return new SupervisorError("shuttingDown", "supervisord is shutting down");
  if (code === unknownMethodFault) {
    return new SupervisorError(
      "refused",
      `supervisord at ${place} does not offer its interface: its config lacks the section [rpcinterface:supervisor]`,
    );
  }
  return new SupervisorError("refused", `supervisord at ${place} answered with fault ${code}: ${text}`);
}
