/** The last argument of every call of a resource. */
export interface CallOptions {
  /** Stops waiting for the answer; what was sent already may still be carried out. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for each request of the call. @defaultValue `timeouts.call` of the connection */
  readonly timeout?: number | undefined;
}
