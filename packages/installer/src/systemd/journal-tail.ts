import type { Host } from "../hosts/host.ts";
import { agentServiceName, type InstallScope } from "../install-paths.ts";

/**
 * The last lines that the agent logged since a moment, oldest first; empty when there are none or the journal cannot be
 * read. The agent masks tokens in its log.
 *
 * @param options - at most so many `lines`, none of them logged before `since`
 */
export async function agentJournalTail(
  host: Host,
  options: { readonly scope: InstallScope; readonly since: Date; readonly lines: number },
): Promise<readonly string[]> {
  const which =
    options.scope === "user" ? ["--user", `--user-unit=${agentServiceName}`] : [`--unit=${agentServiceName}`];
  const since = `@${Math.floor(options.since.getTime() / 1000)}`;
  const { code, stdout } = await host.run(
    ["journalctl", "--no-pager", "--quiet", "--output=cat", `--lines=${options.lines}`, `--since=${since}`, ...which],
    { timeout: 10_000 },
  );
  return code === 0 ? stdout.split("\n").filter((line) => line.trim() !== "") : [];
}
