/** The units that a system brings by itself, and whose death nobody wants to hear of at night. */
const services: readonly RegExp[] = [
  /^(?:systemd|dbus|getty|serial-getty|user|user-runtime-dir|autovt|container-getty|console-getty|initrd|rescue|emergency)\b/,
  /^(?:accounts-daemon|alsa-|anacron|apparmor|apport|atd|avahi-|blk-availability|bluetooth|bolt|cloud-|colord|console-setup)/,
  /^(?:cups-browsed|dm-event|dmesg|e2scrub|finalrd|firewalld-|fwupd|geoclue|getty-static|gpm|grub-|haveged|hv-|ifup@|ifupdown)/,
  /^(?:irqbalance|iscsid|iio-|keyboard-setup|kmod|kuma-agent|ldconfig|lm-sensors|lvm2-|man-db|mcelog|mdmonitor|ModemManager)/,
  /^(?:multipathd|netplan-|networkd-dispatcher|networking|nscd|open-vm-tools|ondemand|packagekit|plymouth|polkit|pollinate)/,
  /^(?:power-profiles|procps|qemu-guest-agent|quotaon|rc-local|rng-tools|rngd|rtkit|secureboot|setvtrgb|smartmontools|snapd)/,
  /^(?:spice-vdagent|switcheroo|sysstat|thermald|tuned|ua-|ubuntu-|udev|udisks2|unattended-upgrades|upower|usbmuxd|uuidd)/,
  /^(?:vgauth|vmtoolsd|whoopsie|wpa_supplicant|x11-common|xfs_scrub|zfs-zed)/,
];

/** The timers that a distribution brings: tidying, and looking for updates. */
const timers: readonly RegExp[] = [
  /^(?:anacron|apport|apt-|archlinux-keyring|beat|cron-|dnf-|dpkg-|e2scrub|exim4|fstrim|fwupd|kuma-agent|logrotate|lvm2|man-db)/,
  /^(?:mdadm|mdcheck|mdmonitor|mlocate|motd|packagekit|pamac|php|plocate|raid-check|shadow|snapd|sysstat|systemd-|ua-|unbound)/,
  /^(?:update-notifier|updatedb|xfs_scrub)/,
];

/** Whether a unit belongs to the system itself rather than to what a server is there for. */
export function isNoise(unit: string): boolean {
  return (unit.endsWith(".timer") ? timers : services).some((pattern) => pattern.test(unit));
}

/** Ports of the system's own services, and of those that answer in no way that a check could judge. */
const ports: ReadonlySet<number> = new Set([22, 53, 68, 111, 123, 323, 631, 5353, 5355]);

/** From here on the kernel gives ports to programs that ask for any. */
const firstEphemeral = 32_768;

/** Whether a port says nothing about what a server is there for. */
export function isNoisePort(port: number): boolean {
  return port >= firstEphemeral || ports.has(port);
}

/** The jobs of cron that a distribution brings. */
const jobs =
  /^(?:run-parts|anacron|e2scrub|popularity-contest|sessionclean|debian-sa1|sa[12]|mdadm|checkarray|debsecan|zfs|geoipupdate|logrotate|man-db|mlocate|updatedb|fstrim|apt|dpkg|certbot|exim|ntp)/;

/** Whether a job of cron belongs to the system itself. */
export function isNoiseJob(file: string, program: string): boolean {
  return jobs.test(program) || jobs.test(file.replace(/^.*\//, "")) || file.endsWith("/kuma-agent");
}
