import * as z from "zod";
import { textOf } from "../../from-wire.ts";
import type { OptionalField } from "../../monitor-field.ts";

/** No authentication. */
export interface NoAuth {
  /** Which way of authentication this is. */
  readonly method: "none";
}

/** HTTP basic authentication. */
export interface BasicAuth {
  /** Which way of authentication this is. */
  readonly method: "basic";
  /** The user. */
  readonly username: string;
  /** The password; a secret. */
  readonly password: string;
}

/** A bearer token. Needs 2.4. */
export interface BearerAuth {
  /** Which way of authentication this is. */
  readonly method: "bearer";
  /** The token; a secret. */
  readonly token: string;
}

/** Windows authentication. */
export interface NtlmAuth {
  /** Which way of authentication this is. */
  readonly method: "ntlm";
  /** The user. */
  readonly username: string;
  /** The password; a secret. */
  readonly password: string;
  /** The user's domain. */
  readonly domain?: string | undefined;
  /** The name that the server gives as its own. */
  readonly workstation?: string | undefined;
}

/** OAuth 2.0 with client credentials. */
export interface OAuth2Auth {
  /** Which way of authentication this is. */
  readonly method: "oauth2";
  /** Where the server fetches its access token. */
  readonly tokenUrl: string;
  /** The client's id. */
  readonly clientId: string;
  /** The client's secret. */
  readonly clientSecret: string;
  /** The scopes asked for, with spaces between them. */
  readonly scopes?: string | undefined;
  /** Whom the token is for. Needs 2.0. */
  readonly audience?: string | undefined;
  /** Whether the client names itself in a header or in the form. @defaultValue `"client_secret_basic"`, the header */
  readonly clientAuthentication?: "client_secret_basic" | "client_secret_post" | undefined;
}

/** A client certificate. */
export interface MutualTlsAuth {
  /** Which way of authentication this is. */
  readonly method: "mtls";
  /** The certificate, PEM. */
  readonly cert: string;
  /** Its private key, PEM; a secret. */
  readonly key: string;
  /** The authority that signed the other side's certificate, PEM. */
  readonly ca?: string | undefined;
}

/** How an HTTP request authenticates itself. */
export type HttpAuth = NoAuth | BasicAuth | BearerAuth | NtlmAuth | OAuth2Auth | MutualTlsAuth;

const credentials = { username: z.string(), password: z.string() };

const schemas = {
  none: z.strictObject({ method: z.literal("none") }),
  basic: z.strictObject({ method: z.literal("basic"), ...credentials }),
  bearer: z.strictObject({ method: z.literal("bearer"), token: z.string() }),
  ntlm: z.strictObject({
    method: z.literal("ntlm"),
    ...credentials,
    domain: z.string().optional(),
    workstation: z.string().optional(),
  }),
  oauth2: z.strictObject({
    method: z.literal("oauth2"),
    tokenUrl: z.string(),
    clientId: z.string(),
    clientSecret: z.string(),
    scopes: z.string().optional(),
    audience: z.string().optional(),
    clientAuthentication: z.enum(["client_secret_basic", "client_secret_post"]).optional(),
  }),
  mtls: z.strictObject({ method: z.literal("mtls"), cert: z.string(), key: z.string(), ca: z.string().optional() }),
};

/** The columns by the property that they hold, for each way; the first way has none. */
const columns: Readonly<Record<HttpAuth["method"], Readonly<Record<string, string>>>> = {
  none: {},
  basic: { username: "basic_auth_user", password: "basic_auth_pass" },
  bearer: { token: "bearer_token" },
  ntlm: {
    username: "basic_auth_user",
    password: "basic_auth_pass",
    domain: "authDomain",
    workstation: "authWorkstation",
  },
  oauth2: {
    tokenUrl: "oauth_token_url",
    clientId: "oauth_client_id",
    clientSecret: "oauth_client_secret",
    scopes: "oauth_scopes",
    audience: "oauth_audience",
    clientAuthentication: "oauth_auth_method",
  },
  mtls: { cert: "tlsCert", key: "tlsKey", ca: "tlsCa" },
};

const allColumns = Object.values(columns).flatMap((byProperty) => Object.values(byProperty));

// Remains of another way to log in are secrets that nobody needs any more; the client's own name is not one.
const nothing: Readonly<Record<string, unknown>> = {
  authMethod: null,
  ...Object.fromEntries(allColumns.filter((column) => column !== "oauth_auth_method").map((column) => [column, null])),
};

// The only way that is called otherwise on the wire.
const wireNameOf = (method: string): string => (method === "oauth2" ? "oauth2-cc" : method);

function write(auth: HttpAuth): Record<string, unknown> {
  if (auth.method === "none") return { ...nothing };
  const wire: Record<string, unknown> = { ...nothing, authMethod: wireNameOf(auth.method) };
  if (auth.method === "oauth2") wire["oauth_auth_method"] = "client_secret_basic";
  for (const [property, column] of Object.entries(columns[auth.method])) {
    const value: unknown = Reflect.get(auth, property);
    if (value !== undefined) wire[column] = value;
  }
  return wire;
}

function read(raw: Readonly<Record<string, unknown>>): HttpAuth {
  const wireName = textOf(raw["authMethod"]);
  // A way that a newer server has is named, and nothing else is known of it.
  const method = (wireName === "oauth2-cc" ? "oauth2" : wireName || "none") as HttpAuth["method"];
  const mandatory = ["username", "password", "token", "tokenUrl", "clientId", "clientSecret", "cert", "key"];
  const entries = Object.entries(columns[method] ?? {})
    .map(([property, column]) => [property, textOf(raw[column])] as const)
    .filter(([property, value]) => value !== "" || mandatory.includes(property));
  return { method, ...Object.fromEntries(entries) } as HttpAuth;
}

/** The field for a choice of these ways. */
export function authField<Method extends HttpAuth["method"]>(
  ...methods: readonly Method[]
): OptionalField<Extract<HttpAuth, { readonly method: Method }>> {
  type Auth = Extract<HttpAuth, { readonly method: Method }>;
  const [first, ...rest] = methods.map((method) => schemas[method]);
  if (first === undefined) throw new TypeError("no way of authentication");
  return {
    schema: z.discriminatedUnion("method", [first, ...rest]) as unknown as z.ZodType<Auth>,
    isOptional: true,
    isSecret: true,
    wire: ["authMethod", ...allColumns],
    columnsEditableSince: { oauth_auth_method: "1.23.2" },
    write,
    read: (raw) => read(raw) as Auth,
  };
}
