import type { Socket } from "node:net";
import { limitIdle } from "./limit-idle.ts";
import { isLastAnswer, keepAliveIn, readPlainAnswer, type PlainAnswer } from "./plain-answer.ts";

/** Why a request has no plain answer: something else was answered, or the connection was lost. */
export type NoAnswer = "other" | "lost";

/** Called with the body of a plain answer, or why there is none. */
export type AnswerListener = (body: string | undefined, why?: NoAnswer) => void;

const nothing = Buffer.alloc(0);

/** One connection to the server, for one request after the other. With the first answer that is not plain it ends. */
export class PlainConnection {
  readonly #socket: Socket;
  readonly #onEnd: () => void;
  #listener: AnswerListener | undefined;
  #come: Buffer = nothing;
  #isOver = false;

  /**
   * @param socket - may still be connecting
   * @param onEnd - called once, when it cannot be used any more
   */
  constructor(socket: Socket, onEnd: () => void) {
    this.#socket = socket;
    this.#onEnd = onEnd;
    // What went wrong, the usual way finds out and tells.
    const onLost = (): void => this.#end("lost");
    socket.on("error", onLost);
    socket.on("end", onLost);
    socket.on("close", onLost);
    socket.on("data", (chunk: Buffer) => this.#read(chunk));
    socket.on("timeout", () => {
      if (this.#listener === undefined) this.end();
    });
  }

  /** Whether it can be used again. */
  get isOpen(): boolean {
    return !this.#isOver;
  }

  /** Sends a request; the one before must be over. */
  ask(request: string, listener: AnswerListener): void {
    this.#listener = listener;
    this.#socket.ref();
    this.#socket.write(request, "latin1");
  }

  /** Ends it at once; whoever waits is not called. */
  end(): void {
    this.#listener = undefined;
    this.#end("lost");
  }

  #read(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#come = this.#come.length === 0 ? chunk : Buffer.concat([this.#come, chunk]);
    // What nobody asked for is no answer.
    const answer = this.#listener === undefined ? "other" : readPlainAnswer(this.#come);
    if (answer === "other") this.#end("other");
    else if (answer !== "incomplete") this.#finish(answer);
  }

  #finish(answer: PlainAnswer): void {
    this.#come = nothing;
    const listener = this.#listener;
    this.#listener = undefined;
    if (isLastAnswer(answer)) this.end();
    else {
      limitIdle(this.#socket, () => keepAliveIn(answer));
      // An idle connection keeps nobody from ending.
      this.#socket.unref();
    }
    listener?.(answer.body);
  }

  #end(why: NoAnswer): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#socket.destroy();
    this.#onEnd();
    const listener = this.#listener;
    this.#listener = undefined;
    listener?.(undefined, why);
  }
}
