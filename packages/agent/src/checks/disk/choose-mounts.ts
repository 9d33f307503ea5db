import picomatch from "picomatch";
import type { Mount } from "./parse-mountinfo.ts";

/** File systems without stored data, or always full: the list of node_exporter, with tmpfs and the desktop's FUSE. */
const pseudoTypes = new Set(
  (
    "autofs binfmt_misc bpf cgroup cgroup2 configfs debugfs devpts devtmpfs efivarfs erofs fusectl hugetlbfs iso9660 " +
    "mqueue nsfs overlay proc procfs pstore ramfs rootfs rpc_pipefs securityfs selinuxfs squashfs sysfs tmpfs tracefs " +
    "fuse.gvfsd-fuse fuse.lxcfs fuse.portal fuse.snapfuse"
  ).split(" "),
);

/** The sandbox's own mounts over the host's `/tmp` and `/var/tmp` (PrivateTmp=) do not belong to the host. */
const sandboxRoot = /\/systemd-private-[0-9a-f]{32}-[^/]+\/tmp$/;

/** The mounts that are seen at their mount points: a later one hides an earlier one. */
function visible(mounts: readonly Mount[]): readonly Mount[] {
  const byPoint = new Map(
    mounts
      .filter(({ root }) => !sandboxRoot.test(root))
      .map((mount) => [mount.mountPointBytes.toString("latin1"), mount] as const),
  );
  return [...byPoint.values()];
}

/**
 * The file systems of the host that hold data, each once: where it was mounted with the shortest path.
 * The one at `/` is always among them, whatever it is.
 */
export function realMounts(mounts: readonly Mount[]): readonly Mount[] {
  const chosen = new Map<string, Mount>();
  for (const mount of [...visible(mounts)].sort((a, b) => a.mountPoint.length - b.mountPoint.length)) {
    const isRoot = mount.mountPoint === "/";
    if ((isRoot || !pseudoTypes.has(mount.type)) && !chosen.has(mount.device)) chosen.set(mount.device, mount);
  }
  return [...chosen.values()];
}

/** A path of the config, and the mount that it lies on. */
export interface ChosenPath {
  readonly path: string;
  /** The mount it lies on. */
  readonly mount: Mount | undefined;
  /** Whether a file system is mounted at the very path. */
  readonly isMountPoint: boolean;
}

/** Whether a path has wildcards, by which it stands for many. */
export function isGlob(path: string): boolean {
  return picomatch.scan(path).isGlob;
}

function withoutSlash(path: string): string {
  return path.replace(/(?<=.)\/+$/, "");
}

function mountOf(path: string, mounts: readonly Mount[]): Mount | undefined {
  const holding = mounts.filter(
    ({ mountPoint }) => mountPoint === "/" || path === mountPoint || path.startsWith(`${mountPoint}/`),
  );
  return holding.sort((a, b) => b.mountPoint.length - a.mountPoint.length)[0];
}

/**
 * The mounts that a path of the config means: itself, or the mount points that match it as a glob.
 *
 * @param path - absolute, as the config has it
 * @param mounts - all that the kernel lists
 */
export function choosePaths(path: string, mounts: readonly Mount[]): readonly ChosenPath[] {
  const seen = visible(mounts);
  if (isGlob(path)) {
    const matches = picomatch(path, { dot: true, posix: true });
    return seen
      .filter(({ mountPoint }) => matches(mountPoint))
      .map((mount) => ({ path: mount.mountPoint, mount, isMountPoint: true }));
  }
  const plain = withoutSlash(path);
  const mount = mountOf(plain, seen);
  return [{ path: plain, mount, isMountPoint: mount?.mountPoint === plain }];
}
