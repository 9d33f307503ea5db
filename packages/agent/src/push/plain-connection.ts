import type { Socket } from "node:net";
import { limitIdle } from "./limit-idle.ts";
import { isLastAnswer, keepAliveIn, readPlainAnswer, type PlainAnswer } from "./plain-answer.ts";
import { connectionClosed } from "./request-end.ts";

/** How a request ended: with a plain answer, with another one, or with its connection. */
export type PlainOutcome =
  | { readonly kind: "plain"; readonly body: string }
  | { readonly kind: "other" }
  | { readonly kind: "lost"; readonly error: Error };

type OutcomeListener = (outcome: PlainOutcome) => void;

const nothing = Buffer.alloc(0);

/** One connection to the server, for one request after the other. With the first answer that is not plain it ends. */
export class PlainConnection {
  readonly #socket: Socket;
  readonly #onEnd: () => void;
  #listener: OutcomeListener | undefined;
  #come: Buffer = nothing;
  #hasAnswered = false;
  #isOver = false;

  /**
   * @param socket - may still be connecting
   * @param onEnd - called once, when it cannot be used any more
   */
  constructor(socket: Socket, onEnd: () => void) {
    this.#socket = socket;
    this.#onEnd = onEnd;
    const onLost = (error: Error): void => this.#end({ kind: "lost", error });
    socket.on("error", onLost);
    socket.on("end", () => onLost(connectionClosed()));
    socket.on("close", () => onLost(connectionClosed()));
    socket.on("data", (chunk: Buffer) => this.#read(chunk));
    socket.on("timeout", () => {
      if (this.#listener === undefined) this.end();
    });
  }

  /** Whether it can be used again. */
  get isOpen(): boolean {
    return !this.#isOver;
  }

  /** Whether a request was answered on it: when it is lost then, the server may only have ended it meanwhile. */
  get hasAnswered(): boolean {
    return this.#hasAnswered;
  }

  /** Sends a request; the one before must be over. */
  ask(request: string, listener: OutcomeListener): void {
    this.#listener = listener;
    this.#socket.ref();
    this.#socket.write(request, "latin1");
  }

  /** Ends it at once; whoever waits is not called. */
  end(): void {
    this.#listener = undefined;
    this.#end({ kind: "lost", error: connectionClosed() });
  }

  #read(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#come = this.#come.length === 0 ? chunk : Buffer.concat([this.#come, chunk]);
    // What nobody asked for is no answer.
    const answer = this.#listener === undefined ? "other" : readPlainAnswer(this.#come);
    if (answer === "other") this.#end({ kind: "other" });
    else if (answer !== "incomplete") this.#finish(answer);
  }

  #finish(answer: PlainAnswer): void {
    this.#come = nothing;
    this.#hasAnswered = true;
    const listener = this.#listener;
    this.#listener = undefined;
    if (isLastAnswer(answer)) this.end();
    else {
      limitIdle(this.#socket, () => keepAliveIn(answer));
      // An idle connection keeps nobody from ending.
      this.#socket.unref();
    }
    listener?.({ kind: "plain", body: answer.body });
  }

  #end(outcome: PlainOutcome): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#socket.destroy();
    this.#onEnd();
    const listener = this.#listener;
    this.#listener = undefined;
    listener?.(outcome);
  }
}
