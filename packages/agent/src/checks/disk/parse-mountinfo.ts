/** One mounted file system, as the kernel lists it. */
export interface Mount {
  readonly mountPoint: string;
  /** The same as the bytes that it is, which need not be UTF-8. */
  readonly mountPointBytes: Buffer;
  /** What of the file system is mounted there; `/` unless it is a bind mount or a subvolume. */
  readonly root: string;
  /** The device as `major:minor`: the same for the same file system. */
  readonly device: string;
  readonly type: string;
  readonly source: string;
  /** Whether the file system itself is read-only, wherever it is mounted. */
  readonly isReadOnly: boolean;
}

/** The kernel writes space, tab, newline and backslash as three octal digits. */
function unescape(text: string): Buffer {
  const bytes = text.replaceAll(/\\([0-7]{3})/g, (_all, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
  return Buffer.from(bytes, "latin1");
}

/**
 * Reads `/proc/self/mountinfo`; a line that cannot be read is left out.
 * Format: https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html
 *
 * Of the read-only flags the file system's own counts. That of the mount is set everywhere inside the agent's sandbox
 * (`ProtectSystem=strict`), and says nothing of the host.
 */
export function parseMountinfo(list: Buffer): readonly Mount[] {
  const lines = list.toString("latin1").split("\n");
  return lines.flatMap((line) => {
    const fields = line.split(" ");
    const separator = fields.indexOf("-", 6);
    const [, , device, root, mountPoint] = fields;
    const [type, source, options] = separator === -1 ? [] : fields.slice(separator + 1);
    if (!device || !root || !mountPoint?.startsWith("/") || !type || source === undefined) return [];
    const isReadOnly = (options ?? "").split(",").includes("ro");
    const mountPointBytes = unescape(mountPoint);
    return [
      {
        mountPoint: mountPointBytes.toString(),
        mountPointBytes,
        root: unescape(root).toString(),
        device,
        type,
        source: unescape(source).toString(),
        isReadOnly,
      },
    ];
  });
}
