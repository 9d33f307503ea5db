import type { Host } from "../hosts/host.ts";
import { InstallerError } from "../installer-error.ts";

/** The words of the C library and of shells for what people know under another name. */
const reasons: readonly (readonly [said: RegExp, meant: string])[] = [
  [/Permission denied|Operation not permitted/i, "permission denied"],
  [/Read-only file system/i, "the file system is read-only"],
  [/No space left on device/i, "the disk is full"],
  [/Disk quota exceeded/i, "the disk quota is used up"],
  [/No such file or directory|nonexistent/i, "its folder does not exist"],
  [/Is a directory/i, "a folder is there"],
];

/** A complaint of a program of the host as one short reason. */
export function reasonOf(complaint: string): string {
  const [, meant] = reasons.find(([said]) => said.test(complaint)) ?? [];
  return meant ?? (complaint.trim() === "" ? "the host did not say why" : complaint.trim());
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
  });
}
