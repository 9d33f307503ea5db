/** The kinds of proxies that the server takes. */
export type ProxyProtocol = "http" | "https" | "socks" | "socks4" | "socks5" | "socks5h";

/** A proxy that monitors can go through. */
export interface Proxy {
  /** Its id. */
  readonly id: number;
  /** Its kind; servers newer than this package may have others. */
  readonly protocol: string;
  /** Its host. */
  readonly host: string;
  /** Its port. */
  readonly port: number;
  /** Whether it is logged in to. */
  readonly auth: boolean;
  /** The name for the log-in. Not enumerable. */
  readonly username: string | null;
  /** The password for the log-in. Not enumerable: no JSON, spread or log shows it by accident. */
  readonly password: string | null;
  /** Always true: the server stores nothing else. */
  readonly active: boolean;
  /** Whether new monitors get it. The server leaves that to its clients. */
  readonly isDefault: boolean;
}

/** The settings of a new proxy. */
export interface ProxyInput {
  /** Its kind. */
  readonly protocol: ProxyProtocol;
  /** Its host. */
  readonly host: string;
  /** Its port. */
  readonly port: number;
  /** The name for the log-in. @defaultValue no log-in */
  readonly username?: string | null | undefined;
  /** The password for the log-in. */
  readonly password?: string | null | undefined;
  /** Whether new monitors get it; there is one such proxy at most. @defaultValue `false` */
  readonly isDefault?: boolean | undefined;
}

/** Changes to a proxy; fields that are left out stay. `username: null` takes the log-in away. */
export type ProxyPatch = { readonly [Field in keyof ProxyInput]?: ProxyInput[Field] | undefined };
