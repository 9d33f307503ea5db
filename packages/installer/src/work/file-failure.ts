import type { Host } from "../hosts/host.ts";
import { InstallerError, type InstallerErrorDetails } from "../installer-error.ts";

interface Reason {
  /** The words of the C library and of shells. */
  readonly said: RegExp;
  /** What people know it as. */
  readonly meant: string;
  /** The way out of it. */
  readonly hint?: string;
}

const reasons: readonly Reason[] = [
  {
    said: /Permission denied|Operation not permitted/i,
    meant: "permission denied",
    hint: "let the account write there: a policy such as SELinux, an attribute (lsattr) or another owner may deny it; then run the same again",
  },
  {
    said: /Read-only file system/i,
    meant: "the file system is read-only",
    hint: "make it writable (findmnt names the mount, mount -o remount,rw does it), and run the same again",
  },
  {
    said: /No space left on device/i,
    meant: "the disk is full",
    hint: "free some space there (df -h and df -i show how much is left), and run the same again",
  },
  {
    said: /Disk quota exceeded/i,
    meant: "the disk quota is used up",
    hint: "free some space there, or have the quota raised, and run the same again",
  },
  { said: /No such file or directory|nonexistent/i, meant: "its folder does not exist" },
  { said: /Is a directory/i, meant: "a folder is there", hint: "move that folder away, and run the same again" },
];

function knownReason(complaint: string): Reason | undefined {
  return reasons.find(({ said }) => said.test(complaint));
}

/** A complaint of a program of the host as one short reason. */
export function reasonOf(complaint: string): string {
  return knownReason(complaint)?.meant ?? (complaint.trim() === "" ? "the host did not say why" : complaint.trim());
}

/** The hint of an error for such a complaint. */
export function hintFor(complaint: string): Pick<InstallerErrorDetails, "hint"> {
  const hint = knownReason(complaint)?.hint;
  return hint === undefined ? {} : { hint };
}

/**
 * Something with a file of a host that did not work.
 *
 * @param action - completes "Could not …"
 */
export function fileFailure({ label }: Pick<Host, "label">, action: string, complaint: string): InstallerError {
  const where = label === "this host" ? "" : ` on ${label}`;
  return new InstallerError({
    code: "INSTALLER_FILE_FAILED",
    layer: "files",
    message: `Could not ${action}${where}: ${reasonOf(complaint)}.`,
    ...hintFor(complaint),
  });
}
