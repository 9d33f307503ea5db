import type { Socket } from "socket.io-client";
import { checkCallOptions } from "../arguments/check-call-options.ts";
import { KumaAuthError, KumaConnectionError, KumaTimeoutError } from "../errors/kuma-errors.ts";
import { closedError, lostError, stillDown } from "./connection-loss.ts";
import { waitFor } from "./deadline.ts";
import { GreetingListener } from "./greeting.ts";
import type { Greeting } from "./greeting.ts";
import { LoginProgress } from "./login-progress.ts";
import { openSocket } from "./open-socket.ts";
import { ReadyGate } from "./ready-gate.ts";
import { SessionHandshake } from "./session-handshake.ts";
import type { TransportSettings } from "./transport-settings.ts";

/** How one call is made. */
export interface CallSettings {
  /** Milliseconds; the client's `timeouts.call` by default. */
  readonly timeout?: number | undefined;
  /** Stops waiting for the answer. */
  readonly signal?: AbortSignal | undefined;
  /** How long to wait for a server that is away, in ms, however long it stays away. @defaultValue `timeout`, up to `timeouts.reconnect` */
  readonly patience?: number | undefined;
  /** The time starts again whenever the server says anything: for a log-in, and for what is sent during one. */
  readonly isLogin?: boolean | undefined;
}

type Listener = (...args: unknown[]) => void;
type LossListener = (error: unknown, isFinal: boolean) => void;

const kickedDelay = 500;

function isRateLimited(error: unknown): boolean {
  return error instanceof KumaAuthError && error.code === "KUMA_AUTH_RATE_LIMITED";
}

/** Made apart from the call, so that it keeps nothing of it alive. */
function answerTo(listener: { resolve: ((answer: unknown) => void) | undefined }): (answer: unknown) => void {
  return (answer) => listener.resolve?.(answer);
}

/**
 * Owns the socket. A call is answered, times out, is aborted, or fails because the connection is lost: it never hangs.
 * A lost connection is opened again. Calls wait until {@link Transport.onReconnect} has logged in again.
 */
export class Transport {
  readonly settings: TransportSettings;
  /** Logs a new connection in. Its errors go to the calls that wait. */
  onReconnect: (() => Promise<void>) | undefined;
  /** The newest log-in. */
  readonly login: LoginProgress;
  /** The session's cookie that it comes with; 3.0 and later. */
  readonly handshake: SessionHandshake;
  readonly #socket: Socket;
  readonly #greeter: GreetingListener;
  readonly #gate = new ReadyGate();
  readonly #lossListeners = new Set<LossListener>();
  readonly #restoreListeners = new Set<() => void>();
  #calls = 0;
  #reconnectTimer: NodeJS.Timeout | undefined;
  #lossTimer: NodeJS.Timeout | undefined;
  #isClosed = false;

  private constructor(settings: TransportSettings, opened: { socket: Socket; greeter: GreetingListener }) {
    this.settings = settings;
    this.#socket = opened.socket;
    this.#greeter = opened.greeter;
    this.login = new LoginProgress(opened.socket);
    this.handshake = new SessionHandshake(settings, opened);
  }

  /**
   * Connects, and waits until the server is ready to be talked to.
   *
   * @param settings - Where to and how.
   * @param listeners - Listeners that must not miss what the server says first.
   */
  static async open(
    settings: TransportSettings,
    ...listeners: readonly Readonly<Record<string, Listener>>[]
  ): Promise<Transport> {
    const started = performance.now();
    const greeters = new WeakMap<Socket, GreetingListener>();
    const socket = await openSocket(settings, (candidate) => {
      greeters.set(candidate, new GreetingListener(candidate));
      for (const [event, listener] of listeners.flatMap(Object.entries<Listener>)) candidate.on(event, listener);
    });
    const greeter = greeters.get(socket) ?? new GreetingListener(socket);
    const transport = new Transport(settings, { socket, greeter });
    try {
      const rest = Math.max(settings.timeouts.connect - (performance.now() - started), 1_000);
      await greeter.wait(settings, Math.min(rest, settings.timeouts.connect));
    } catch (error) {
      await transport.close();
      throw error;
    }
    transport.#watchConnection();
    settings.logger.info(`connected to ${settings.url.href} in ${Math.round(performance.now() - started)} ms`);
    return transport;
  }

  /** What the server has said of itself since the present connection was made. */
  get greeting(): Greeting {
    return this.handshake.greeting;
  }

  /** Whether {@link Transport.close} was called. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Listens to an event that the server pushes; returns how to stop. */
  on(event: string, listener: Listener): () => void {
    this.#socket.on(event, listener);
    return () => this.#socket.off(event, listener);
  }

  /** Calls back when the connection is lost, and says whether for good; returns how to stop. */
  onLoss(listener: LossListener): () => void {
    this.#lossListeners.add(listener);
    return () => this.#lossListeners.delete(listener);
  }

  /** Calls back when a lost connection is logged in again; returns how to stop. */
  onRestore(listener: () => void): () => void {
    this.#restoreListeners.add(listener);
    return () => this.#restoreListeners.delete(listener);
  }

  /**
   * Sends an event and waits for its acknowledgement.
   *
   * @param event - The event's name.
   * @param args - Every argument that the server's handler takes: one too few, and it never answers.
   * @throws {@link KumaTimeoutError}, {@link KumaConnectionError}, {@link KumaAbortedError}
   */
  async call(event: string, args: readonly unknown[], options: CallSettings = {}): Promise<unknown> {
    await this.ready(options);
    this.#calls += 1;
    return this.callAtOnce(event, args, options);
  }

  /** How many calls were sent on the present connection, log-ins apart. */
  get calls(): number {
    return this.#calls;
  }

  /** Waits until the connection is there and logged in. */
  async ready(options: CallSettings = {}): Promise<void> {
    checkCallOptions(options);
    const { patience, signal } = options;
    const timeout = patience ?? options.timeout ?? this.settings.timeouts.call;
    const onTimeout = (): Error => stillDown(this.settings);
    await this.#gate.pass({ timeout, signal, what: "The request", onTimeout }, patience !== undefined);
  }

  /** The same without waiting for a log-in: for the log-in itself. */
  async callAtOnce(event: string, args: readonly unknown[], options: CallSettings = {}): Promise<unknown> {
    if (this.#isClosed) throw closedError();
    if (!this.#socket.connected) throw lostError(this.settings);
    const { logger, timeouts } = this.settings;
    const timeout = options.timeout ?? timeouts.call;
    const what = `The request "${event}"`;
    const started = performance.now();
    const onTimeout = (): Error =>
      new KumaTimeoutError("KUMA_TIMEOUT_CALL", `${what} was not answered within ${timeout / 1000} s.`, { timeout });
    const onProgress = (isGoingOn: () => void): (() => void) =>
      this.login.onPacket(isGoingOn, options.isLogin === true);
    const deadline = { timeout, signal: options.signal, what, onTimeout, onProgress };
    try {
      return await waitFor<unknown>(deadline, ({ resolve, reject }) => {
        const stop = this.onLoss(reject);
        // socket.io keeps what it would tell the answer to until the connection ends, so that must be next to nothing.
        const listener: { resolve: typeof resolve | undefined } = { resolve };
        this.#socket.emit(event, ...args, answerTo(listener));
        return () => {
          listener.resolve = undefined;
          stop();
        };
      });
    } finally {
      logger.debug(`${event}: ${Math.round(performance.now() - started)} ms`);
    }
  }

  /**
   * The same for a log-in, which goes out as soon as the server has said anything. It is sent once more when the server
   * was not listening yet; done twice, a log-in by token does no harm.
   */
  async callEarly(event: string, args: readonly unknown[], options: CallSettings = {}): Promise<unknown> {
    const send = (): Promise<unknown> => this.callAtOnce(event, args, options);
    const again = new Promise<unknown>((resolve) => {
      this.#greeter.onUnheard = () => resolve(send());
    });
    try {
      return await Promise.race([send(), again]);
    } finally {
      this.#greeter.onUnheard = undefined;
    }
  }

  /** Closes the connection. Calls under way fail; nothing keeps the process alive afterwards. */
  close(): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    this.#isClosed = true;
    clearTimeout(this.#reconnectTimer);
    clearTimeout(this.#lossTimer);
    this.#socket.io.reconnection(false);
    this.#socket.disconnect();
    this.#endWith(closedError());
    this.#socket.removeAllListeners();
    return Promise.resolve();
  }

  #endWith(error: unknown): void {
    this.#gate.fail(error, true);
    for (const listener of this.#lossListeners) listener(error, true);
  }

  #watchConnection(): void {
    this.#socket.on("disconnect", (reason, details) => {
      if (this.#isClosed || this.handshake.isReopening) return;
      const error = lostError(this.settings, details);
      this.settings.logger.warn(`connection to ${this.settings.url.href} lost: ${reason}`);
      this.#holdCalls();
      for (const listener of this.#lossListeners) listener(error, false);
      // socket.io does not come back by itself after the server has thrown it out, which Kuma does after a password change.
      if (reason === "io server disconnect") this.#connectLater();
    });
    this.#socket.on("connect", () => {
      if (this.handshake.isReopening) return;
      clearTimeout(this.#lossTimer);
      this.#calls = 0;
      // Those who come now have something to wait for again.
      this.#gate.shut();
      void this.#recover();
    });
  }

  /** Calls wait for the connection, but not for one that stays away; how long a log-in takes is another matter. */
  #holdCalls(): void {
    this.#gate.shut();
    clearTimeout(this.#lossTimer);
    this.#lossTimer = setTimeout(() => this.#gate.fail(stillDown(this.settings)), this.settings.timeouts.reconnect);
    // Nobody who waits needs it to stay alive: each call has its own timer.
    this.#lossTimer.unref();
  }

  #connectLater(): void {
    clearTimeout(this.#reconnectTimer);
    this.#reconnectTimer = setTimeout(() => this.#socket.connect(), kickedDelay);
  }

  async #recover(): Promise<void> {
    try {
      await this.handshake.wait();
      await this.onReconnect?.();
      this.settings.logger.info(`connected to ${this.settings.url.href} again`);
      this.#gate.open();
      for (const listener of this.#restoreListeners) listener();
    } catch (error) {
      this.#afterFailedRecovery(error);
    }
  }

  #afterFailedRecovery(error: unknown): void {
    if (this.#isClosed) return;
    const isTemporary =
      error instanceof KumaConnectionError || error instanceof KumaTimeoutError || isRateLimited(error);
    if (!isTemporary) {
      this.settings.logger.error(
        `could not log in again: ${error instanceof Error ? error.message : "unknown reason"}`,
      );
      this.#endWith(error);
      return;
    }
    if (!this.#socket.connected) return;
    // A connection on which nobody answers is as good as none.
    this.#socket.disconnect();
    this.#connectLater();
  }
}
