import { expect, test } from "vitest";

import { isProtected } from "../src/drill/protected-units.ts";

test.each(
  "ssh.service sshd.service ssh.socket sshd@7.service dropbear.service systemd-networkd.service systemd-journald.socket dbus.service dbus-broker.service networking.service NetworkManager.service wg-quick@wg0.service tailscaled.service nftables.service kuma-agent.service uptime-kuma.service user@1000.service getty@tty1.service".split(
    " ",
  ),
)("%s must not be stopped", (unit) => {
  expect(isProtected(unit)).toBe(true);
});

test.each(
  "nginx.service postgresql@15-main.service docker.service network-backup.service shop.service user-api.service session-store.service rescue-mail.service".split(
    " ",
  ),
)("%s may be", (unit) => {
  expect(isProtected(unit)).toBe(false);
});
