type HeadersInput = Iterable<readonly [string, string]> | Readonly<Record<string, string>>;

/** Headers as ky and the transport use them: names do not care for case. */
class LightHeaders extends Map<string, string> {
  constructor(input: HeadersInput = {}) {
    super();
    for (const [name, value] of Symbol.iterator in input ? input : Object.entries(input)) this.set(name, value);
  }

  override get(name: string): string | undefined {
    return super.get(name.toLowerCase());
  }

  override has(name: string): boolean {
    return super.has(name.toLowerCase());
  }

  override set(name: string, value: string): this {
    return super.set(name.toLowerCase(), value);
  }

  override delete(name: string): boolean {
    return super.delete(name.toLowerCase());
  }
}

interface RequestInput {
  readonly method?: string;
  readonly headers?: HeadersInput;
  readonly signal?: AbortSignal | undefined;
}

/** A request without a body: the agent sends no other. */
class LightRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: LightHeaders;
  readonly signal: AbortSignal | undefined;
  readonly body = null;

  constructor(input: string | URL | LightRequest, options: RequestInput = input instanceof LightRequest ? input : {}) {
    this.url = input instanceof LightRequest ? input.url : String(input);
    this.method = options.method ?? "GET";
    this.headers = new LightHeaders(options.headers);
    this.signal = options.signal;
  }

  clone(): LightRequest {
    return new LightRequest(this);
  }
}

/** An answer that was read already. */
class LightResponse {
  readonly status: number;
  readonly headers: LightHeaders;
  readonly body = null;
  readonly #content: Buffer | null;

  constructor(
    content: Buffer | null,
    { status, headers = new LightHeaders() }: { readonly status: number; readonly headers?: LightHeaders },
  ) {
    this.#content = content;
    this.status = status;
    this.headers = headers;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  text(): Promise<string> {
    return Promise.resolve(this.#content?.toString("utf8") ?? "");
  }
}

/**
 * Puts small classes where Node has those of its own fetch, which ky asks for.
 *
 * Node would load all of its fetch with the first of them, some 15 MB, and that compiles WebAssembly, which a service
 * without executable memory may not. The agent has its own transport and never uses more than these.
 */
export function standInForFetch(): void {
  // A look at FormData alone would load everything, too; without it ky takes none.
  const classes = { Headers: LightHeaders, Request: LightRequest, Response: LightResponse, FormData: undefined };
  for (const [name, value] of Object.entries(classes)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
}
