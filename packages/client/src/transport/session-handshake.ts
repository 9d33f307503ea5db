import type { Socket } from "socket.io-client";
import { KumaTimeoutError } from "../errors/kuma-errors.ts";
import { waitFor } from "./deadline.ts";
import type { Greeting, GreetingListener } from "./greeting.ts";
import type { TransportSettings } from "./transport-settings.ts";
import { withCookie } from "./with-cookie.ts";

/**
 * The session's cookie in the handshake of a socket. A server from 3.0 on looks at it there and nowhere else, so that a log-in
 * makes the connection again.
 */
export class SessionHandshake {
  readonly #socket: Socket;
  readonly #greeter: GreetingListener;
  readonly #settings: TransportSettings;
  #cookie: string | undefined;
  #isReopening = false;

  /** Takes a socket whose handshake has carried the cookie of the settings. */
  constructor(settings: TransportSettings, { socket, greeter }: { socket: Socket; greeter: GreetingListener }) {
    this.#settings = settings;
    this.#socket = socket;
    this.#greeter = greeter;
    this.#cookie = settings.cookie;
  }

  /** What the present handshake carries, or the next one will. */
  get cookie(): string | undefined {
    return this.#cookie;
  }

  /** Whether the connection is closed and opened by {@link SessionHandshake.reopen}. */
  get isReopening(): boolean {
    return this.#isReopening;
  }

  /** What the server has said; who is let in without a cookie meets a server whose authentication is switched off. */
  get greeting(): Greeting {
    const { greeting } = this.#greeter;
    const needsNone = greeting.username !== undefined && this.#cookie === undefined;
    return needsNone ? { ...greeting, isAuthDisabled: true } : greeting;
  }

  /** Waits until the server is ready to be talked to. */
  wait(): Promise<void> {
    const { timeouts } = this.#settings;
    return this.#greeter.wait({ ...this.#settings, cookie: this.#cookie, signal: undefined }, timeouts.connect);
  }

  /**
   * Waits until the server has said whether it lets the cookie of the present handshake in.
   *
   * @throws {@link KumaTimeoutError}, {@link KumaConnectionError}, {@link KumaAbortedError}
   */
  waitForVerdict(signal: AbortSignal | undefined): Promise<void> {
    const settings = { ...this.#settings, cookie: this.#cookie, signal };
    return this.#greeter.waitForVerdict(settings, settings.timeouts.login);
  }

  /** Has the later handshakes carry a cookie. The present connection stays as it is. */
  carry(cookie: string): void {
    this.#cookie = cookie;
    this.#socket.io.opts.extraHeaders = { ...withCookie(this.#settings.headers, cookie) };
  }

  /**
   * Closes the connection and opens it with a cookie; this is a part of a log-in.
   *
   * @throws {@link KumaTimeoutError}, {@link KumaConnectionError}, {@link KumaAbortedError}
   */
  async reopen(cookie: string, signal: AbortSignal | undefined): Promise<void> {
    const settings = { ...this.#settings, cookie, signal };
    this.#isReopening = true;
    try {
      this.#socket.disconnect();
      this.carry(cookie);
      await this.#connect(settings);
      await this.waitForVerdict(signal);
    } finally {
      this.#isReopening = false;
    }
  }

  #connect({ signal, timeouts, url }: TransportSettings): Promise<void> {
    const timeout = timeouts.connect;
    const message = `${url.href} did not take a connection within ${timeout / 1_000} s after the log-in.`;
    const onTimeout = (): Error => new KumaTimeoutError("KUMA_TIMEOUT_CONNECT", message, { timeout });
    return waitFor<void>({ timeout, signal, what: "The connection", onTimeout }, ({ resolve }) => {
      const onConnect = (): void => resolve();
      this.#socket.on("connect", onConnect);
      this.#socket.connect();
      return () => this.#socket.off("connect", onConnect);
    });
  }
}
