/**
 * Packages of Debian and Ubuntu that tests need besides Node and npm. Each bed has them, and so has `throughLayer`. Not
 * busybox-static: its shell takes its own `sleep` and `wget` before those of the PATH.
 */
export const layerPackages: readonly string[] = [
  "busybox",
  "cron",
  "crun",
  "curl",
  "dash",
  "dbus",
  "fish",
  "gawk",
  "mawk",
  "monitoring-plugins-basic",
  "nginx",
  "openssh-client",
  "openssh-server",
  "podman",
  "procps",
  "shellcheck",
  "strace",
  "sudo",
  "supervisor",
  "systemd",
  "wget",
  "zsh",
];
