/** Something went wrong between the agent and the proxy; nothing is known of the server behind it. */
export class ProxyError extends Error {
  /** The class's name. */
  override readonly name = "ProxyError";
  /** Host and port. */
  readonly proxy: string;
  /** What the proxy answered when it was asked for a way to the server; undefined when it did not answer. */
  readonly status: number | undefined;

  /**
   * @param proxy - its URL; only host and port are kept
   * @param options - `cause` is the error below, `status` the proxy's answer
   */
  constructor(proxy: URL, { cause, status }: { readonly cause?: unknown; readonly status?: number }) {
    super("the proxy did not make the connection", { cause });
    this.proxy = proxy.host;
    this.status = status;
  }
}
