import { execFile } from "node:child_process";

/** How long journalctl may take, in ms. */
const timeoutMs = 10_000;

/**
 * Whether the host keeps a journal at all. Asked for JSON, journalctl does not say that there is none: it finds nothing
 * and calls that a success. Never throws; what cannot be asked counts as kept.
 *
 * @param signal - ends the asking
 */
export function isJournalKept(signal: AbortSignal): Promise<boolean> {
  const env = { ...process.env, LC_ALL: "C", SYSTEMD_COLORS: "0" };
  return new Promise((resolve) => {
    execFile(
      "journalctl",
      ["--lines=0", "--no-pager"],
      { env, timeout: timeoutMs, signal },
      (_error, _stdout, stderr) => resolve(!/no journal files were found/i.test(stderr)),
    );
  });
}
