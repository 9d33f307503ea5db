/**
 * What tests need besides Node and npm, as packages of Debian and Ubuntu. Whoever adds one here finds it in each bed, and
 * by `throughLayer`. Not busybox-static: its shell takes its own `sleep` and `wget` before those of the PATH.
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
