import { dirname, resolve } from "node:path";
import { otherMachine } from "../agent/other-machine.ts";
import { serverUrl } from "../config/settings/server-url.ts";
import { AgentFileError } from "../files/agent-file-error.ts";
import { loadAgentConfig } from "../config/load-agent-config.ts";
import { pushOptionsOf } from "../push/open-push-client.ts";
import { readTokenLine } from "../push/push-token.ts";
import type { JobDestination } from "./job-report.ts";

/** The settings for the destination of a job's result. */
export interface DestinationOptions {
  /** A file, or `credential:NAME` for one that systemd has handed over. */
  readonly tokenFile: string;
  /** The server's address. */
  readonly server: string | undefined;
  /** A config of the agent, whose server it is. */
  readonly configFile: string | undefined;
  /** Where that may be when nothing is said. */
  readonly defaultConfigFile: () => string;
  readonly warn: (message: string) => void;
}

/** The address and the token in a push URL, as the dashboard shows it. */
function partsOf(text: string): { readonly url: string; readonly token: string } | undefined {
  const [, url, token] = /^(https?:\/\/[^\s?#]+)\/api\/push\/([^/?#\s]+)(?:\?\S*)?$/.exec(text) ?? [];
  return url === undefined || token === undefined ? undefined : { url, token: decodeURIComponent(token) };
}

/**
 * Finds out where the result of a job goes: to the server that was named, to that of the push URL in the token file, or to
 * that of the agent's config, in this order.
 *
 * @throws AgentFileError or AgentConfigError when a file cannot be used
 */
export async function jobDestination(options: DestinationOptions): Promise<JobDestination> {
  const { tokenFile, server, configFile, defaultConfigFile } = options;
  const text = await readTokenLine({
    file: tokenFile,
    what: "the token file",
    onOpenToOthers: (path, mode) => options.warn(`others can read the token file ${path} (mode ${mode}); chmod 600 it`),
  });
  const parts = partsOf(text);
  if (parts === undefined && text.includes("/")) throw new AgentFileError("there is no push token in it", tokenFile);
  const token = parts?.token ?? text;
  const url = server ?? (configFile === undefined ? parts?.url : undefined);
  if (url !== undefined) {
    if (!serverUrl.safeParse(url).success) throw new AgentFileError("the push URL in it is no URL", tokenFile);
    return { server: await pushOptionsOf({ url }, "."), token };
  }
  const file = configFile ?? defaultConfigFile();
  const folder = dirname(resolve(file));
  const elsewhere = await otherMachine(folder);
  if (elsewhere !== undefined) throw elsewhere;
  const config = await loadAgentConfig(file);
  return { server: await pushOptionsOf(config.server, folder), token };
}
