import type { Server, Socket } from "socket.io";
import type { DoubleKuma } from "../double-kuma.ts";

/** One connected client. */
export class DoubleSession {
  readonly kuma: DoubleKuma;
  readonly socket: Socket;
  readonly #io: Server;
  #userId: number | undefined;

  constructor(kuma: DoubleKuma, socket: Socket, io: Server) {
    this.kuma = kuma;
    this.socket = socket;
    this.#io = io;
  }

  /** The user that is logged in; `undefined` before and after that. */
  get userId(): number | undefined {
    return this.#userId;
  }

  logIn(userId: number): void {
    this.#userId = userId;
    void this.socket.join(`user ${userId}`);
  }

  logOut(): void {
    if (this.#userId !== undefined) void this.socket.leave(`user ${this.#userId}`);
    this.#userId = undefined;
  }

  /** Sends to this client alone. */
  send(event: string, ...values: readonly unknown[]): void {
    this.socket.emit(event, ...values);
  }

  /** Sends to all clients of the user: what real servers do with nearly everything. */
  sendToUser(event: string, ...values: readonly unknown[]): void {
    if (this.#userId !== undefined) this.kuma.sendToUser(this.#userId, event, ...values);
  }

  /** Has all other clients of the user log in again. */
  disconnectOthers(): void {
    const { rooms } = this.#io.sockets.adapter;
    for (const id of Array.from(rooms.get(`user ${this.#userId}`) ?? [])) {
      const socket = this.#io.sockets.sockets.get(id);
      if (socket === undefined || id === this.socket.id) continue;
      socket.emit("refresh");
      socket.disconnect();
    }
  }
}
