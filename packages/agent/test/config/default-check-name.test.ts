import { expect, test } from "vitest";
import { checkTypeNames } from "../../src/checks/about-checks.ts";
import { checkTypes, type CheckConfig } from "../../src/checks/registry.ts";
import { checkExample } from "../../src/config/check-example.ts";
import { defaultCheckName } from "../../src/config/default-check-name.ts";

const common = { name: "n", interval: 60, tokenFile: "t" };

function nameOf(check: object): string {
  return defaultCheckName({ ...common, ...check } as CheckConfig);
}

test("a check is called after what it watches, and its example can be typed", () => {
  const lines = checkTypeNames.map((type) => `${nameOf(checkTypes[type].example)}\n  ${checkExample(type)}`);
  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "certificate shop.example
      certificate shop.example --down-before '14 days'
    command check_disk -w 10% -c 5%
      command -- /usr/lib/nagios/plugins/check_disk -w 10% -c 5%
    disk / /srv/*
      disk --path / --path '/srv/*' --min-free 10% --min-free '2 GiB'
    docker shop-*
      docker --container 'shop-*'
    failed-units
      failed-units --ignore 'user@*.service' --ignore certbot.service
    file /var/backups/db-*.sql.gz
      file --path '/var/backups/db-*.sql.gz' --max-age 26h --min-size '1 MiB' --min-count 7
    http http://127.0.0.1:8080/health
      http --url http://127.0.0.1:8080/health --contains healthy --max-response-time 2s
    journal err /I\\/O error|EXT4-fs error/
      journal --contains '/I\\/O error|EXT4-fs error/' --priority err --clear-after 1h
    load
      load --max5 1.5 --max15 1
    memory
      memory --min-available 5% --pressure-full 10% --for '2 min'
    process php-fpm8.2 www-data
      process --program php-fpm8.2 --as-user www-data --min 2 --max-memory '512 MiB'
    supervisord
      supervisord
    supervisor.service
      systemd supervisor.service
    tcp 127.0.0.1 22
      tcp 127.0.0.1 --port 22 --expect SSH-2.0-
    backup.timer
      timer backup.timer --max-age 26h --max-runtime 2h"
  `);
});

test("a unit's check is called as the unit, and as an install calls it", () => {
  expect(nameOf({ type: "systemd", unit: "nginx.service" })).toBe("nginx.service");
  expect(nameOf({ type: "systemd", unit: "mine.service", scope: "user" })).toBe("user/mine.service");
});

test("no secret gets into a name, and two checks that differ there alone have two names", () => {
  const asked = (query: string): string => nameOf({ type: "http", url: `https://shop.example/health?key=${query}` });
  expect(asked("hunter2")).toMatch(/^http https:\/\/shop\.example\/health~[0-9a-f]{6}$/);
  expect(asked("hunter2")).not.toBe(asked("hunter3"));
  const run = (password: string): string =>
    nameOf({ type: "command", command: ["/opt/check_db", `--password=${password}`] });
  expect(run("hunter2")).toMatch(/^command check_db --password=\*\*\*~[0-9a-f]{6}$/);
  expect(run("hunter2")).not.toBe(run("hunter3"));
});

test("a name is never longer than a config takes, nor of several lines", () => {
  const name = nameOf({ type: "command", command: ["/bin/sh", "-c", `echo a\necho ${"x".repeat(300)}`] });
  expect(name).toMatch(/^command sh -c echo a echo x+~[0-9a-f]{6}$/);
  expect(name).toHaveLength(150);
});
