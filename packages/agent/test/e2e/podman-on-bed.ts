import { setTimeout as sleep } from "node:timers/promises";
import type { SystemdBed } from "@kumakit/testkit";
import { must } from "./agent-on-bed.ts";

// On a tmpfs: podman lays an overlay over it, and the kernel stacks no more of them than the bed does already.
const rootfs = "/run/rootfs-of-the-test";
export const podmanSocket = "/run/podman/podman.sock";

// A bed lets nobody write to /proc/sys, and its containers need no network and no cgroups.
const settings = "[containers]\ndefault_sysctls=[]\n";
const storage =
  '[storage]\ndriver="vfs"\nrunroot="/run/containers-of-the-test"\ngraphroot="/srv/containers-of-the-test"\n';

/** Programs that a bed must have for it. */
export const podmanPrograms = ["podman", "crun", "busybox", "curl"] as const;

/** Has Debian's own podman serve Docker's API to the agent's user. No image is needed. */
export async function putPodmanOnBed(bed: SystemdBed): Promise<void> {
  await bed.writeFile("/etc/containers/containers.conf", settings);
  await bed.writeFile("/etc/containers/storage.conf", storage);
  await must(bed, ["mkdir", "-p", ...["bin", "tmp", "proc", "dev", "sys", "etc"].map((name) => `${rootfs}/${name}`)]);
  await must(bed, ["cp", "/bin/busybox", `${rootfs}/bin/busybox`]);
  const libraries = `ldd /bin/busybox | grep -o '/[^ ]*' | xargs -I{} cp --parents --dereference {} ${rootfs}`;
  await must(bed, ["sh", "-c", libraries]);
  for (const name of ["sh", "sleep", "test", "touch", "rm"]) {
    await must(bed, ["ln", "-sf", "busybox", `${rootfs}/bin/${name}`]);
  }
  await startPodmanService(bed);
}

export async function startPodmanService(bed: SystemdBed): Promise<void> {
  // Podman itself would let nobody but root into it; its own socket unit makes it as here.
  await must(bed, ["install", "--directory", "--mode=0755", "/run/podman"]);
  await must(bed, [
    "systemd-run",
    "--quiet",
    "--unit=podman-api",
    "podman",
    "system",
    "service",
    "--time=0",
    `unix://${podmanSocket}`,
  ]);
  const waiting = `for i in $(seq 100); do curl -sf --unix-socket ${podmanSocket} http://d/_ping && exit; sleep .1; done; exit 1`;
  await must(bed, ["sh", "-c", waiting]);
}

/** A special group may use the socket, in the way that the group docker may use Docker's. */
export async function allowAgent(bed: SystemdBed): Promise<void> {
  await must(bed, ["sh", "-c", `chgrp kuma-agent ${podmanSocket} && chmod 0660 ${podmanSocket}`]);
}

/** Runs a container of the files of the bed. */
export async function runContainer(
  bed: SystemdBed,
  name: string,
  { command = ["sleep", "1000"], options = [] }: { command?: readonly string[]; options?: readonly string[] } = {},
): Promise<void> {
  const quiet = ["--network=none", "--cgroups=disabled", "--stop-timeout=1"];
  await must(bed, [
    "podman",
    "run",
    "--detach",
    `--name=${name}`,
    ...quiet,
    ...options,
    "--rootfs",
    `${rootfs}:O`,
    ...command,
  ]);
}

/** Podman gives up on a container that ends, or is started again, in the moment it is removed: then once more. */
export async function removeContainers(bed: SystemdBed): Promise<void> {
  const remove = ["podman", "rm", "--all", "--force", "--time=0"];
  for (let attempt = 1; attempt < 10; attempt += 1) {
    if ((await bed.exec(remove)).code === 0) return;
    await sleep(300);
  }
  await must(bed, remove);
}

/** Ends with 7 on SIGUSR1; other signals would not reach the first process of a container. */
export const dyingCommand = ["sh", "-c", "trap 'exit 7' USR1; while :; do sleep 0.1; done"];

/** Has a container of that command die, behind podman's back. @returns performance.now() of the signal */
export async function letDie(bed: SystemdBed, name: string): Promise<number> {
  const pid = (await must(bed, ["podman", "inspect", "--format={{.State.Pid}}", name])).trim();
  const killedAt = performance.now();
  await must(bed, ["kill", "-USR1", pid]);
  return killedAt;
}
