import type { AgentConfig } from "@kumakit/agent/config";
import { readFile } from "node:fs/promises";

import { InstallerError } from "../installer-error.ts";

/** How the agent reaches the server. */
export interface ServerSettings {
  /** As the config says it. */
  readonly server: AgentConfig["server"];
  /** PEM; the file that `server.caFile` names. */
  readonly certificateAuthority?: string;
}

/** The certificate authority that an agent gets with its settings, in the file that its config names; nothing without one. */
export function authorityFor(
  server: AgentConfig["server"] | undefined,
  { certificateAuthority: text }: ServerSettings,
): { readonly authority?: { readonly file: string; readonly text: string } } {
  const file = server?.caFile;
  return text === undefined || file === undefined ? {} : { authority: { file, text } };
}

/**
 * The way of an agent to the server that this process reaches. The authority in NODE_EXTRA_CA_CERTS is copied to the
 * agent. Where this process does not check certificates, the agent does not either.
 *
 * @param url - of the server
 * @param headers - those that something in front of the server asks for, their values secret; none by default
 * @throws {@link InstallerError} `INSTALLER_AUTHORITY_UNREADABLE`
 */
export async function serverSettings(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<ServerSettings> {
  const server = Object.keys(headers).length === 0 ? { url } : { url, headers };
  if (!url.startsWith("https:")) return { server };
  if (process.env["NODE_TLS_REJECT_UNAUTHORIZED"] === "0") return { server: { ...server, insecure: true } };
  const file = process.env["NODE_EXTRA_CA_CERTS"];
  if (file === undefined || file === "") return { server };
  const certificateAuthority = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new InstallerError({
      code: "INSTALLER_AUTHORITY_UNREADABLE",
      layer: "usage",
      message: `NODE_EXTRA_CA_CERTS names ${file}, which cannot be read`,
      cause,
    });
  });
  return { server: { ...server, caFile: "ca.pem" }, certificateAuthority };
}
