import { describe, expect, test } from "vitest";
import { choosePaths, realMounts } from "./choose-mounts.ts";
import { isImage } from "./is-image.ts";
import { judgeDisk, type SpaceFigures } from "./judge-disk.ts";
import { parseMountinfo } from "./parse-mountinfo.ts";

/** Of a host with containers, a snap, a NFS, a bind mount and a btrfs subvolume, seen from inside of the sandbox. */
const mountinfo = String.raw`22 27 0:21 / /proc rw,relatime - proc proc rw
23 27 0:22 / /sys rw,relatime - sysfs sysfs rw
24 27 0:6 / /dev rw,relatime - devtmpfs devtmpfs rw,size=12334460k,mode=755
27 1 254:0 / / ro,relatime shared:1 - ext4 /dev/vda1 rw,discard
28 27 254:0 /systemd-private /tmp/x ro - ext4 /dev/vda1 rw
29 27 254:16 / /srv/with\040space ro,relatime shared:2 master:1 - xfs /dev/vdb rw
30 27 254:16 /inner /mnt/bind ro,relatime - xfs /dev/vdb rw
31 27 0:40 /@home /home ro - btrfs /dev/vdc rw,subvol=/@home
32 27 0:40 /@var /var/lib/data ro - btrfs /dev/vdc rw,subvol=/@var
33 27 0:50 / /srv/nfs ro - nfs4 10.0.0.1:/export rw,vers=4.2
34 27 7:1 / /snap/core/1 ro - squashfs /dev/loop1 ro
35 27 0:60 / /var/lib/docker/overlay2/abc/merged ro - overlay overlay rw,lowerdir=/x
36 27 254:32 / /srv/broken ro - ext4 /dev/vdd ro,errors=remount-ro
37 27 0:70 / /tmp rw - tmpfs tmpfs rw
38 37 0:70 /systemd-private-0123456789abcdef0123456789abcdef-kuma-agent.service-AbCdEf/tmp /tmp rw - tmpfs tmpfs rw
39 27 254:0 /var/tmp/systemd-private-0123456789abcdef0123456789abcdef-kuma-agent.service-AbCdEf/tmp /var/tmp rw - ext4 /dev/vda1 rw
damaged line
40 27`;
const mounts = parseMountinfo(Buffer.from(mountinfo));

test("the kernel's list is read, with what is escaped in it and the file system's own read-only flag", () => {
  expect(mounts.map(({ mountPoint }) => mountPoint)).toContain("/srv/with space");
  expect(mounts).toHaveLength(16);
  expect(mounts.filter(({ isReadOnly }) => isReadOnly).map(({ mountPoint }) => mountPoint)).toEqual([
    "/snap/core/1",
    "/srv/broken",
  ]);
});

test("every file system with data is chosen once, by its shortest path", () => {
  expect(realMounts(mounts).map(({ mountPoint }) => mountPoint)).toEqual([
    "/",
    "/home",
    "/srv/nfs",
    "/mnt/bind",
    "/srv/broken",
  ]);
});

test("the root is chosen whatever it is", () => {
  const overlay = parseMountinfo(
    Buffer.from("1 0 0:9 / / rw - overlay overlay rw\n2 1 0:8 / /run rw - tmpfs tmpfs rw"),
  );
  expect(realMounts(overlay).map(({ mountPoint }) => mountPoint)).toEqual(["/"]);
});

describe("a path", () => {
  test.each([
    ["/srv/*", ["/srv/with space", "/srv/nfs", "/srv/broken"]],
    ["/srv/{nfs,broken}", ["/srv/nfs", "/srv/broken"]],
    ["/srv/nothing*", []],
    ["/home/", ["/home"]],
    ["/", ["/"]],
  ])("%s stands for %j", (path, points) => {
    const chosen = choosePaths(path, mounts);
    expect(chosen.map((each) => each.path)).toEqual(points);
    expect(chosen.every(({ isMountPoint }) => isMountPoint)).toBe(true);
  });

  test.each([
    ["/srv/broken/deep/down", "/srv/broken", false],
    ["/srv/brokenhearted", "/", false],
    // What the sandbox mounts there is not the host's.
    ["/var/tmp", "/", false],
    ["/tmp", "/tmp", true],
  ])("%s lies on %s", (path, mountPoint, isMountPoint) => {
    expect(choosePaths(path, mounts)).toMatchObject([{ path, mount: { mountPoint }, isMountPoint }]);
  });
});

const gib = 1024 ** 3;
/** A file system of 100 GiB in blocks of 4 KiB. */
function space(free: number, more: Partial<SpaceFigures> = {}): SpaceFigures {
  const blocks = (100 * gib) / 4096;
  const left = (free * gib) / 4096;
  return { bsize: 4096, blocks, bfree: left, bavail: left, files: 1000, ffree: 900, ...more };
}

describe("what is free", () => {
  const limits = { minFree: ["10%", 5 * gib], minFreeInodes: ["5%"], mustBeWritable: true };
  const judge = (figures: SpaceFigures) => judgeDisk([{ path: "/", figures }], limits);

  test.each<[string, SpaceFigures, "up" | "down", string]>([
    ["enough", space(40), "up", "/ 40% free (40 GiB)"],
    ["exactly the limit", space(10), "up", "/ 10% free (10 GiB)"],
    ["just below", space(9.99), "down", "/ has only 9.9% free (10 GiB), limit 10%"],
    ["full", space(0), "down", "/ has only 0% free (0 bytes), limit 10%"],
    [
      "what is reserved for root counts as used, and not into the whole: 5 of 10 GiB of 95",
      space(10, { bavail: (5 * gib) / 4096 }),
      "down",
      "/ has only 5.3% free (5 GiB), limit 10%",
    ],
    ["no inodes", space(40, { ffree: 10 }), "down", "/ has only 1% of its inodes free (10), limit 5%"],
    ["no limit of inodes at all", space(40, { files: 0, ffree: 0 }), "up", "/ 40% free (40 GiB)"],
    ["no size at all", space(0, { blocks: 0, files: 0 }), "up", "/ 100% free (0 bytes)"],
  ])("%s", (_case, figures, ...[status, message]) => {
    expect(judge(figures)).toEqual({ status, message });
  });

  test("a size counts although the percentage is enough", () => {
    const small = { bsize: 1024, blocks: 1000, bfree: 900, bavail: 900, files: 0, ffree: 0 };
    expect(judge(small)).toEqual({ status: "down", message: "/ has only 900 KiB free (90%), limit 5 GiB" });
    // It would read as the limit, if it were rounded as usual.
    const near = { ...small, bsize: 1024 ** 2, blocks: 5200, bfree: 5119, bavail: 5119 };
    expect(judge(near)).toEqual({ status: "down", message: "/ has only 4.9 GiB free (98%), limit 5 GiB" });
  });

  test("of several the fullest is named, and every one that is in trouble", () => {
    const roomy = { path: "/a", figures: space(80) };
    expect(judgeDisk([roomy, { path: "/b", figures: space(30) }], limits).message).toBe(
      "2 file systems, the fullest is /b 30% free (30 GiB)",
    );
    const looks = [roomy, { path: "/b", figures: space(3) }, { path: "/c", figures: space(50), isReadOnly: true }];
    expect(judgeDisk(looks, limits)).toEqual({
      status: "down",
      message: "/b has only 3% free (3 GiB), limit 10%; /c is read-only",
    });
  });

  test("what is not known of one does not hide that another is full", () => {
    const hung = { path: "/nfs", unknown: "/nfs does not answer for 5 s: it hangs" };
    expect(judgeDisk([hung, { path: "/", figures: space(50) }], limits)).toEqual({
      status: "noData",
      message: hung.unknown,
    });
    expect(judgeDisk([hung, { path: "/", figures: space(1) }], limits)).toMatchObject({ status: "down" });
  });
});

describe("what is full by its kind", () => {
  const limits = { minFree: ["10%"], minFreeInodes: ["5%"], mustBeWritable: false };
  const nothingFree = { bsize: 131_072, blocks: 1, bfree: 0, bavail: 0 };

  // Kinds, options and figures as a kernel 6.18 says them.
  type Case = readonly [string, string, Pick<SpaceFigures, "files" | "ffree">, boolean];
  test.each<Case>([
    ["squashfs over a loop device", "squashfs /dev/loop0 ro,errors=continue", { files: 2, ffree: 0 }, true],
    [
      "squashfuse, which is mounted rw",
      "fuse.squashfuse squashfuse rw,user_id=0,group_id=0",
      { files: 2, ffree: 0 },
      true,
    ],
    ["erofs", "erofs /dev/loop0 ro,user_xattr", { files: 2 ** 64, ffree: 2 ** 64 - 2 }, true],
    ["a CD", "iso9660 /dev/loop0 ro", { files: 0, ffree: 0 }, true],
    ["ext4 that became read-only after an error", "ext4 /dev/loop0 ro", { files: 1024, ffree: 1012 }, false],
    ["vfat that did so", "vfat /dev/loop0 ro,errors=remount-ro", { files: 0, ffree: 0 }, false],
    ["btrfs that did so", "btrfs /dev/loop0 ro,space_cache=v2", { files: 0, ffree: 0 }, false],
    ["a full ZFS, which counts no inodes as free", "zfs pool/data rw,xattr", { files: 900, ffree: 0 }, false],
    ["a full FUSE that can be written", "fuse.sshfs db:/ rw,user_id=0", { files: 1024, ffree: 12 }, false],
  ])("%s", async (...[, rest, inodes, isFullByKind]) => {
    const [mount] = parseMountinfo(Buffer.from(`1 0 9999:0 / /img rw - ${rest}`));
    if (mount === undefined) throw new Error("no mount");
    const figures = { ...nothingFree, ...inodes };
    expect(await isImage(mount, figures)).toBe(isFullByKind);
    expect(judgeDisk([{ path: "/img", figures, isFullByKind }], limits).status).toBe(isFullByKind ? "up" : "down");
  });

  test("is not the fullest, and still not to be written", () => {
    const image = {
      path: "/img",
      figures: { ...nothingFree, files: 2, ffree: 0 },
      isFullByKind: true,
      isReadOnly: true,
    };
    expect(judgeDisk([image], limits).message).toBe("/img is a read-only image, which is always full");
    expect(judgeDisk([image, { path: "/", figures: space(30) }], limits).message).toBe("/ 30% free (30 GiB)");
    expect(judgeDisk([image], { ...limits, mustBeWritable: true })).toEqual({
      status: "down",
      message: "/img is read-only",
    });
  });
});
