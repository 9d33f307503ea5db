/**
 * Packages of Debian and Ubuntu that tests need besides Node and npm. Each bed has them, and so has `throughLayer`. Not
 * busybox-static: its shell takes its own `sleep` and `wget` before those of the PATH. It is only unpacked, for its crond.
 */
export const layerPackages: readonly string[] = [
  "busybox",
  "unpacked:busybox-static",
  "cpio",
  "cron",
  "crun",
  "curl",
  "dash",
  "dbus",
  "fish",
  "gawk",
  "mandoc",
  "mawk",
  "monitoring-plugins-basic",
  "nginx",
  "openssh-client",
  "openssh-server",
  "podman",
  "procps",
  "rpm",
  "shellcheck",
  "strace",
  "sudo",
  "supervisor",
  "systemd",
  "wget",
  "zsh",
];

/** The BusyBox with a crond. */
export const staticBusybox = "/usr/local/lib/unpacked/busybox-static/bin/busybox";
