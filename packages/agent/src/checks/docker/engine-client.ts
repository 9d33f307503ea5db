import { Agent } from "node:http";
import type * as z from "zod";
import { httpRequest, readBounded } from "../shared/http-request.ts";
import {
  containerDetails,
  containerList,
  containerState,
  listedContainer,
  type ContainerState,
  type ListedContainer,
} from "./container-state.ts";
import { explainEngine, notAnEngine } from "./engine-error.ts";

/** An answer about a thousand containers is not longer, in bytes. */
const longestAnswer = 16 * 1024 * 1024;

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Asks Docker or podman over its socket. Paths carry no version: the engine then speaks its own. */
export class EngineClient {
  readonly #socket: string;
  // A few at once, so that many containers are looked at quickly and the engine is not flooded.
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 4, timeout: 60_000 });

  /** @param socket - the path of the engine's socket */
  constructor(socket: string) {
    this.#socket = socket;
  }

  /**
   * All containers, stopped ones too.
   *
   * @throws EngineError
   */
  async list(signal: AbortSignal): Promise<readonly ListedContainer[]> {
    const { status, text } = await this.#ask("/containers/json?all=1", signal);
    return this.#read(containerList, { status, text }).map(listedContainer);
  }

  /**
   * One container; undefined when it is gone by now.
   *
   * @throws EngineError
   */
  async inspect(id: string, signal: AbortSignal): Promise<ContainerState | undefined> {
    const answer = await this.#ask(`/containers/${encodeURIComponent(id)}/json`, signal);
    return answer.status === 404 ? undefined : containerState(this.#read(containerDetails, answer));
  }

  /** Ends the kept connections. */
  close(): void {
    this.#agent.destroy();
  }

  #read<Schema extends z.ZodType>(schema: Schema, { status, text }: Answer): z.output<Schema> {
    if (status !== 200) throw notAnEngine(this.#socket, `it answered with HTTP ${status}`);
    let document: unknown;
    try {
      document = JSON.parse(text);
    } catch {
      throw notAnEngine(this.#socket, "its answer is not JSON");
    }
    const parsed = schema.safeParse(document);
    if (!parsed.success) throw notAnEngine(this.#socket, "its answer is about something else");
    return parsed.data;
  }

  async #ask(path: string, signal: AbortSignal): Promise<Answer> {
    const options = { socketPath: this.#socket, path, agent: this.#agent, headers: { host: "docker" } };
    try {
      return await httpRequest({ options, signal }, async (incoming) => {
        const { bytes, isCut } = await readBounded(incoming, longestAnswer);
        if (isCut) throw notAnEngine(this.#socket, "its answer does not end");
        return { status: incoming.statusCode ?? 0, text: bytes.toString("utf8") };
      });
    } catch (error) {
      throw explainEngine(error, this.#socket);
    }
  }
}
