import { unpackedFolder } from "../layer/layer-packages.ts";
import type { BedInit } from "./systemd-bed.ts";

/**
 * Debian's OpenRC cannot be installed beside systemd's own parts, so its files are laid over the bed's at the first boot.
 * Nothing of the machine starts: neither its runlevels nor its scripts are there.
 */
const openrc = `
  [ -e /etc/.kumakit-openrc ] || {
    rm -rf /etc/init.d /etc/runlevels && mkdir -p /etc/init.d &&
      for package in openrc insserv librc1 libeinfo1; do
        for folder in bin sbin lib etc; do
          [ ! -d ${unpackedFolder}/$package/$folder ] || cp -a ${unpackedFolder}/$package/$folder/. /$folder/
        done
      done &&
      rm -rf /etc/runlevels && mkdir -p /etc/runlevels/sysinit /etc/runlevels/boot /etc/runlevels/default \
      /etc/runlevels/shutdown /etc/runlevels/reboot && ldconfig && : >/etc/.kumakit-openrc
  } && exec /sbin/openrc-init`;

/** The shell's program that becomes the first process; undefined where that is systemd. */
export const firstProcess: Readonly<Record<BedInit, string | undefined>> = {
  systemd: undefined,
  openrc,
  // Waits for the ends of all others, as each init does.
  none: "while sleep 1; do :; done",
};

/** The program that ends with 0 when the bed has booted, where its first process is not systemd. */
export const hasBooted: Readonly<Record<Exclude<BedInit, "systemd">, readonly [string, ...string[]]>> = {
  openrc: ["sh", "-c", '[ "$(rc-status --runlevel)" = default ] && [ ! -e /run/openrc/rc.starting ]'],
  none: ["test", "-e", "/run/kumakit-bed"],
};

/** The program that boots the bed again in an orderly way. */
export const rebootProgram: Readonly<Record<Exclude<BedInit, "none">, readonly [string, ...string[]]>> = {
  systemd: ["systemctl", "reboot"],
  openrc: ["/sbin/openrc-shutdown", "--reboot", "now"],
};
