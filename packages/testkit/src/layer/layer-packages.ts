/**
 * Packages of Debian and Ubuntu that tests need besides Node and npm. Each bed has them, and so has `throughLayer`. Not
 * busybox-static: its shell takes its own `sleep` and `wget` before those of the PATH. It is only unpacked, for its crond; so is OpenRC, which
 * cannot be installed beside other inits. Ubuntu has a browser as a snap alone, which no layer can hold.
 */
export const layerPackages: readonly string[] = [
  "ansible-core",
  "busybox",
  "optional:chromium-headless-shell",
  "unpacked:busybox-static",
  "cpio",
  "cron",
  "crun",
  "curl",
  "dash",
  "dbus",
  "fish",
  "fonts-dejavu-core",
  "gawk",
  "mandoc",
  "mawk",
  "monitoring-plugins-basic",
  "nginx",
  "unpacked:insserv",
  "unpacked:libeinfo1",
  "unpacked:librc1",
  "unpacked:openrc",
  "openssh-client",
  "openssh-server",
  "openssl",
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

/** Has a folder for each package that is only unpacked. */
export const unpackedFolder = "/usr/local/lib/unpacked";

/** The BusyBox with a crond. */
export const staticBusybox = `${unpackedFolder}/busybox-static/bin/busybox`;
