/** A {@link FaultProxy}'s treatment of plain HTTP requests. Only the last four touch WebSockets. */
export type Fault =
  /** Everything passes. */
  | { readonly kind: "none" }
  /** The request reaches the server `request` ms late; its answer is held back for `response` ms. */
  | { readonly kind: "delay"; readonly request?: number; readonly response?: number }
  /** The server gets the request, but of its answer (headers included) only so many bytes come, then a reset. */
  | { readonly kind: "cut"; readonly afterBytes: number }
  /** The proxy answers by itself, like a reverse proxy whose server is away. */
  | { readonly kind: "status"; readonly status: number }
  /** The proxy answers 200 with a web page, like a server that does not know the path. */
  | { readonly kind: "html200" }
  /** The answer's body comes in drops. */
  | { readonly kind: "slow"; readonly bytesPerSecond: number }
  /** No WebSocket comes through, as behind a reverse proxy that is not set up for them; plain requests pass. */
  | { readonly kind: "refuseUpgrade" }
  /** Of what the server says on a WebSocket, handshake included, only so many bytes come, then both ends are closed. */
  | { readonly kind: "cutTunnel"; readonly afterBytes: number }
  /** Nothing that the server says on open WebSockets comes through any more; they stay open. Ends with the connection. */
  | { readonly kind: "muteTunnel" }
  /** Nobody listens on the port any more, and every open connection is reset. */
  | { readonly kind: "refuse" };

/** Which requests a fault is for. */
export interface FaultScope {
  /** Only those whose path begins like this. Default: all. */
  readonly path?: string;
}

/** A request that reached a {@link FaultProxy}. */
export interface ProxiedRequest {
  /** When, in ms since 1970 with fractions. */
  readonly at: number;
  readonly method: string;
  /** With the query. */
  readonly path: string;
}

/** Stands between a client and a server on 127.0.0.1 and does harm on demand. */
export interface FaultProxy extends AsyncDisposable {
  /** Use it instead of the server's. */
  readonly url: string;
  /** Every plain request and every WebSocket handshake so far. */
  readonly requests: readonly ProxiedRequest[];
  /** Changes the fault, for every request from now on, on open connections too. Resolves when it is in force. */
  set(fault: Fault, scope?: FaultScope): Promise<void>;
  /** Resets every open connection, WebSockets too, like a server that dies. */
  dropConnections(): void;
  close(): Promise<void>;
}
