import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { AgentFileError } from "../files/agent-file-error.ts";
import type { ServerConfig } from "../config/agent-config.ts";
import { proxyFor, type Proxy } from "./proxy.ts";
import { createPushClient, type PushClient, type PushClientOptions } from "./push-client.ts";
import { readPassword } from "../files/secret-file.ts";

/** A client, and what of its settings must not be shown. */
export interface OpenedClient {
  readonly client: PushClient;
  readonly secrets: readonly string[];
  /** Why it cannot push; undefined when it can. */
  readonly problem?: AgentFileError;
}

async function readCertificate(file: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw AgentFileError.from("the certificate file", file, error);
  }
  // Only here: most servers need no extra authority, and reading one loads node:crypto.
  const { NoCertificateError, readCertificates } = await import("../files/read-certificates.ts");
  try {
    // TLS takes PEM only, and says so at every push.
    return readCertificates(bytes)
      .map((certificate) => certificate.toString())
      .join("");
  } catch (error) {
    if (!(error instanceof NoCertificateError)) throw error;
    throw new AgentFileError(`the certificate file ${error.message}`, file, { cause: error });
  }
}

async function proxyOf({ url, proxy }: ServerConfig, folder: string): Promise<Proxy | undefined> {
  if (proxy === undefined) return proxyFor(url, undefined);
  const { passwordFile, username, url: proxyUrl } = proxy;
  if (passwordFile === undefined || username === undefined) return proxyFor(url, { url: proxyUrl });
  const password = await readPassword({
    what: "the password file of the proxy",
    file: resolve(folder, passwordFile),
  });
  return proxyFor(url, { url: proxyUrl, username, password });
}

/**
 * How to reach one server, with the files that its settings name.
 *
 * @param server - its settings
 * @param folder - what file names are relative to
 * @throws {@link AgentFileError} when a file cannot be read
 */
export async function pushOptionsOf(server: ServerConfig, folder: string): Promise<PushClientOptions> {
  const { caFile, url, insecure, headers } = server;
  const proxy = await proxyOf(server, folder);
  const ca = caFile === undefined ? undefined : await readCertificate(resolve(folder, caFile));
  return {
    url,
    ...(insecure === undefined ? {} : { insecure }),
    ...(headers === undefined ? {} : { headers }),
    ...(ca === undefined ? {} : { ca }),
    ...(proxy === undefined ? {} : { proxy }),
  };
}

/**
 * Makes the client of one server, with the files that its settings name.
 *
 * @param server - its settings
 * @param folder - what file names are relative to
 * @throws {@link AgentFileError} when a file cannot be used
 */
export async function openPushClient(server: ServerConfig, folder: string): Promise<OpenedClient> {
  const options = await pushOptionsOf(server, folder);
  const { headers, proxy } = options;
  return { client: createPushClient(options), secrets: [...Object.values(headers ?? {}), ...secretsOf(proxy)] };
}

function secretsOf(proxy: Proxy | undefined): readonly string[] {
  const { authorization } = proxy ?? {};
  if (authorization === undefined) return [];
  const encoded = authorization.replace(/^Basic /, "");
  return [
    encoded,
    Buffer.from(encoded, "base64")
      .toString("utf8")
      .replace(/^[^:]*:/, ""),
  ];
}

/** A client of a server whose settings cannot be used: the other server shall hear of everything all the same. */
export function brokenClient(problem: AgentFileError): OpenedClient {
  const client: PushClient = {
    push: () => Promise.resolve({ ok: false, kind: "unusable-file", message: problem.message }),
    dropIdle: () => undefined,
    close: () => undefined,
  };
  return { client, secrets: [], problem };
}
