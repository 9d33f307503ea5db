import type { ProxyInput, ProxyProtocol } from "@kumakit/client";
import * as Flags from "@oclif/core/flags";

import { usageError } from "../cli-error.ts";
import { askSecret } from "../prompts/ask.ts";
import type { Question } from "../prompts/require-terminal.ts";
import { readSecretFile } from "../secrets/read-secret.ts";

/** The flags for the log-in of a proxy. */
export const proxyLogInFlags = {
  username: Flags.string({ char: "u", summary: "The name for its log-in.", helpValue: "NAME" }),
  "password-file": Flags.string({
    summary: "Read the password for its log-in from this file.",
    helpValue: "FILE",
    dependsOn: ["username"],
  }),
};

const PROTOCOLS: readonly ProxyProtocol[] = ["http", "https", "socks", "socks4", "socks5", "socks5h"];

/**
 * The place of a proxy, from its address as people write it.
 *
 * @throws CliError (exit 2) for a text that is no such address, never repeating a password
 */
export function placeOfProxy(text: string): Pick<ProxyInput, "protocol" | "host" | "port"> {
  const [, scheme = "", login, host = "", port = ""] =
    /^([a-z0-9]+):\/\/([^@/]*@)?([^:/@]+|\[[^\]]+\]):(\d+)\/?$/.exec(text) ?? [];
  if (login !== undefined)
    throw usageError(
      "The address holds a log-in, and others can read a command line",
      "--username NAME --password-file FILE",
    );
  const protocol = PROTOCOLS.find((known) => known === scheme);
  if (protocol === undefined)
    throw usageError("The address of a proxy looks like http://HOST:PORT", `with one of ${PROTOCOLS.join(", ")}`);
  return { protocol, host, port: Number(port) };
}

/**
 * The log-in of a proxy, as its flags name it; the password is asked for where no file holds it.
 *
 * @returns nothing to change when they name none
 * @throws CliError (exit 2) where there is nobody to ask, and for a file that cannot be read
 */
export async function readProxyLogIn(
  {
    username,
    "password-file": file,
  }: { readonly username?: string | undefined; readonly "password-file"?: string | undefined },
  { question, warn }: { readonly question: Question; readonly warn: (message: string) => void },
): Promise<Pick<ProxyInput, "username" | "password">> {
  if (username === undefined) return {};
  const password =
    file === undefined
      ? await askSecret(question, `Password of ${username} at the proxy`)
      : await readSecretFile(file, warn);
  return { username, password };
}
