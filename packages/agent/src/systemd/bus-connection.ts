import type { EventEmitter } from "node:events";
import type { Duplex } from "node:stream";
import {
  DBusError,
  Message,
  MessageType,
  sessionBus,
  systemBus,
  Variant,
  type MessageBus,
} from "@jellybrick/dbus-next";
import { UnitStateError } from "./unit-state-error.ts";
import type { UnitScope } from "./unit-state.ts";

/** How long one call may take, in ms; a busy service manager answers within seconds. */
const callTimeoutMs = 10_000;

/** A method of an object on the bus, with its arguments. */
export interface BusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: unknown[];
}

/** A signal of somebody on the bus. */
export interface BusSignal {
  /** The unique name of the sender. */
  readonly sender: string | undefined;
  readonly path: string | undefined;
  readonly member: string | undefined;
  /** Its arguments; a value is never wrapped in a variant. */
  readonly body: readonly unknown[];
}

/** One connection to a message bus; it is used until it ends and then replaced. */
export interface BusConnection {
  /**
   * Calls a method. In what it returns a value is never wrapped in a variant.
   *
   * @throws UnitStateError when the bus answers with an error, not in time, or is gone
   */
  call(call: BusCall): Promise<readonly unknown[]>;
  /** Called for every signal, in order. */
  onSignal(listener: (signal: BusSignal) => void): void;
  /** Called once when the connection has ended, no matter which side ended it. */
  onEnd(listener: (reason: string) => void): void;
  end(): void;
}

/** The part of the library's own connection that it does not show: without it nobody learns that the bus is gone. */
interface HiddenConnection extends EventEmitter {
  readonly stream?: Duplex;
}

function open(scope: UnitScope): MessageBus {
  if (scope === "system") return systemBus();
  const folder = process.env["XDG_RUNTIME_DIR"];
  const address =
    process.env["DBUS_SESSION_BUS_ADDRESS"] ?? (folder === undefined ? undefined : `unix:path=${folder}/bus`);
  if (address === undefined) {
    throw new UnitStateError("there is no user bus: neither DBUS_SESSION_BUS_ADDRESS nor XDG_RUNTIME_DIR is set");
  }
  return sessionBus({ busAddress: address });
}

function reasonOf(error: unknown): string {
  return error instanceof Error && error.message !== "" ? error.message : String(error);
}

/** Whether an error is the answer of the service manager itself, and not of the bus in its place. */
function isOfManager(error: unknown): boolean {
  const type = error instanceof DBusError ? error.type : "";
  return type.startsWith("org.freedesktop.systemd1.") || type === "org.freedesktop.DBus.Error.InvalidArgs";
}

/** A value of the library as it is without it: a variant is what it holds, however deep. */
export function plainValue(value: unknown): unknown {
  if (value instanceof Variant) return plainValue(value.value);
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== "object" || value === null || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plainValue(inner)]));
}

function plainValues(body: unknown): readonly unknown[] {
  return Array.isArray(body) ? body.map(plainValue) : [];
}

class DbusNextConnection implements BusConnection {
  readonly #bus: MessageBus;
  readonly #hidden: HiddenConnection;
  readonly #waiting = new Set<(reason: UnitStateError) => void>();
  readonly #endListeners: ((reason: string) => void)[] = [];
  #ended: string | undefined;

  constructor(bus: MessageBus) {
    this.#bus = bus;
    this.#hidden = Reflect.get(bus, "_connection") as HiddenConnection;
    // The types know no "error", but the bus emits it, and unheard it would end the process.
    (bus as EventEmitter).on("error", (error: unknown) => this.#endWith(reasonOf(error)));
    this.#hidden.on("end", () => this.#endWith("the bus closed the connection"));
  }

  call(call: BusCall): Promise<readonly unknown[]> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void): void => {
        clearTimeout(timer);
        this.#waiting.delete(fail);
        settle();
      };
      const fail = (error: UnitStateError): void => finish(() => reject(error));
      const timer = setTimeout(
        () => fail(new UnitStateError(`${call.member} was not answered in time`)),
        callTimeoutMs,
      );
      if (this.#ended !== undefined) return fail(new UnitStateError(this.#ended));
      this.#waiting.add(fail);
      this.#bus.call(new Message(call)).then(
        (reply) => finish(() => resolve(plainValues(reply?.body))),
        (error: unknown) =>
          fail(
            new UnitStateError(`${call.member}: ${reasonOf(error)}`, { cause: error, isAnswer: isOfManager(error) }),
          ),
      );
    });
  }

  onSignal(listener: (signal: BusSignal) => void): void {
    this.#bus.on("message", (message) => {
      // Neither a late signal nor a listener that throws may reach the library: it would answer with an error message.
      if (message.type !== MessageType.SIGNAL || this.#ended !== undefined) return;
      try {
        const { sender, path, member } = message;
        listener({ sender, path, member, body: plainValues(message.body) });
      } catch (error) {
        this.#endWith(`a signal could not be understood: ${reasonOf(error)}`);
      }
    });
  }

  onEnd(listener: (reason: string) => void): void {
    this.#endListeners.push(listener);
  }

  end(): void {
    this.#endWith("the connection was closed");
  }

  #endWith(reason: string): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    this.#hidden.stream?.destroy();
    for (const fail of this.#waiting) fail(new UnitStateError(reason));
    for (const listener of this.#endListeners) listener(reason);
  }
}

/**
 * Connects to the system bus, or to the bus of the user the process runs as. Calls may be made at once.
 *
 * @throws {@link UnitStateError} when there is no such bus
 */
export function connectToBus(scope: UnitScope): BusConnection {
  return new DbusNextConnection(open(scope));
}
