import type { FoundUnit } from "@kumakit/installer";
import { describe, expect, test } from "vitest";

import { proposalsFor } from "../src/discover/proposals.ts";

const unit = (name: string, more: Partial<FoundUnit> = {}): FoundUnit => {
  const isTimer = name.endsWith(".timer");
  const state = { activeState: "active", subState: isTimer ? "waiting" : "running", enabled: "enabled" };
  return { name, description: "", file: `/usr/lib/systemd/system/${name}`, ...state, ...more };
};

const nothing = { units: [], types: [], ports: [] };
const proposed = (units: readonly FoundUnit[]): readonly string[] =>
  proposalsFor({ units, ports: [], supervisor: undefined, containers: [] }, nothing)
    .filter(({ type }) => type === "systemd" || type === "timer")
    .map(({ name }) => name);

describe("units", () => {
  test.each([
    ["an enabled service that runs", unit("nginx.service"), true],
    [
      "an init script",
      unit("legacy.service", { enabled: "generated", file: "/run/systemd/generator.late/legacy.service" }),
      true,
    ],
    [
      "a unit of the administrator that is not enabled, and runs",
      unit("app.service", { enabled: "disabled", file: "/etc/systemd/system/app.service" }),
      true,
    ],
    ["a service that was started by hand", unit("nginx.service", { enabled: "disabled" }), false],
    ["a service that another one starts", unit("helper.service", { enabled: "static" }), false],
    ["one that has ended well", unit("setup.service", { subState: "exited" }), false],
    [
      "one that has failed, also when another one had started it",
      unit("backup.service", { activeState: "failed", subState: "failed", enabled: "static" }),
      true,
    ],
    ["a timer", unit("backup.timer"), true],
    ["a timer that was stopped", unit("backup.timer", { activeState: "inactive" }), false],
  ])("%s", (...[, found, expected]) => {
    expect(proposed([found])).toEqual(expected ? [found.name] : []);
  });

  /** As they run on fresh servers of Debian 12 and 13, Ubuntu 24.04, Fedora and a cloud image. */
  test.each([
    "apt-daily.timer",
    "apt-daily-upgrade.timer",
    "dpkg-db-backup.timer",
    "e2scrub_all.timer",
    "fstrim.timer",
    "logrotate.timer",
    "man-db.timer",
    "motd-news.timer",
    "systemd-tmpfiles-clean.timer",
    "update-notifier-download.timer",
    "ua-timer.timer",
    "plocate-updatedb.timer",
    "sysstat-collect.timer",
    "unbound-anchor.timer",
    "dnf-makecache.timer",
    "systemd-journald.service",
    "systemd-networkd.service",
    "systemd-timesyncd.service",
    "dbus.service",
    "dbus-broker.service",
    "getty@tty1.service",
    "serial-getty@ttyS0.service",
    "user@1000.service",
    "polkit.service",
    "udisks2.service",
    "ModemManager.service",
    "accounts-daemon.service",
    "unattended-upgrades.service",
    "networkd-dispatcher.service",
    "snapd.service",
    "multipathd.service",
    "packagekit.service",
    "irqbalance.service",
    "wpa_supplicant.service",
    "qemu-guest-agent.service",
    "cloud-init.service",
    "upower.service",
    "rtkit-daemon.service",
    "kuma-agent.service",
    "ifup@eth0.service",
    "apparmor.service",
    "smartmontools.service",
    "lvm2-monitor.service",
    "fwupd.service",
  ])("the own %s of the system is left out", (name) => {
    expect(proposed([unit(name)])).toEqual([]);
  });

  test.each([
    "nginx.service",
    "apache2.service",
    "postgresql@15-main.service",
    "mariadb.service",
    "redis-server.service",
    "docker.service",
    "containerd.service",
    "supervisor.service",
    "ssh.service",
    "cron.service",
    "rsyslog.service",
    "postfix.service",
    "haproxy.service",
    "php8.2-fpm.service",
    "fail2ban.service",
    "tailscaled.service",
    "certbot.timer",
    "rabbitmq-server.service",
    "userland-app.service",
    "dbusapp.service",
    "restic-backup.timer",
    "update-prices.timer",
  ])("%s is proposed", (name) => {
    expect(proposed([unit(name)])).toEqual([name]);
  });
});

test("what is watched is marked, and what needs a person's hand first is not recommended", () => {
  const inventory = {
    units: [unit("nginx.service")],
    ports: [
      { port: 22, isTrusted: false },
      { port: 443, certificateOf: "shop.example", isTrusted: true },
      { port: 465, certificateOf: "localhost", isTrusted: false },
      { port: 5432, isTrusted: false },
      { port: 8443, certificateOf: "api.example", isTrusted: true },
      { port: 40_001, isTrusted: false },
    ],
    supervisor: ["web", "worker"],
    containers: ["a", "b", "c", "d"],
  };
  const marks = proposalsFor(inventory, { units: ["nginx.service"], types: ["disk"], ports: [8443] }).map(
    ({ type, isWatched, isRecommended }) => `${type} ${isWatched} ${isRecommended}`,
  );
  expect(marks).toEqual([
    "systemd true true",
    "failed-units false true",
    "disk true true",
    "supervisord false false",
    "docker false false",
    "certificate false true",
    "certificate false false",
    "tcp false false",
    "certificate true true",
  ]);
});

test("a host without systemd has no units, and file systems all the same", () => {
  const found = proposalsFor({ units: [], ports: [], supervisor: undefined, containers: [] }, nothing);
  expect(found.map(({ type }) => type)).toEqual(["disk"]);
});
