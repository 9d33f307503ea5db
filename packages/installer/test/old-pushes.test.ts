import { describe, expect, test } from "vitest";

import { cronLines, type CronText } from "../src/facts/cron-lines.ts";
import { oldPushes, silentJobs } from "../src/facts/old-pushes.ts";
import { sha256Of } from "../src/sha256.ts";

const token = "AWbUXTosJG";

/** As people write it after a guide. */
const guided = `#!/usr/bin/bash
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
SERVICE_NAME="supervisord"    # change to "supervisor" if that's your unit name
KUMA_URL="http://10.9.0.55:3001"
TOKEN="${token}"
if /usr/bin/systemctl is-active --quiet "$SERVICE_NAME"; then
    STATUS="up"
else
    STATUS="down"
fi
/usr/bin/curl -fsS "\${KUMA_URL}/api/push/\${TOKEN}?status=\${STATUS}&msg=\${MSG}" >/dev/null 2>&1
`;

const file = "/var/spool/cron/crontabs/root";
const path = "/usr/local/bin/check.sh";

function found(crontab: string, scripts: readonly CronText[] = [], isOfSystem = false) {
  const jobs = cronLines({ file, text: crontab, isOfSystem });
  return { pushes: oldPushes(jobs, scripts), silent: silentJobs(jobs, scripts) };
}

const script = (text: string): readonly CronText[] => [{ file: path, text }];

test("a script that was written after the usual guide is found, with its unit, its job and its token", () => {
  const line = `* * * * * ${path} >> /var/log/check.log 2>&1`;
  const [push, ...more] = found(`# m h dom mon dow\n${line}\n`, script(guided)).pushes;
  expect(more).toEqual([]);
  expect(push).toMatchObject({
    file: path,
    line: 11,
    server: "http://10.9.0.55:3001",
    unit: "supervisord.service",
    job: { file, line: 2, sha256: sha256Of(line) },
  });
  expect([push?.pushesWith(token), push?.pushesWith("other"), push?.pushesWith("")]).toEqual([true, false, false]);
  expect(JSON.stringify(push)).not.toContain(token);
});

describe("a job of a crontab itself", () => {
  test.each([
    [
      "one line",
      `* * * * * systemctl is-active -q nginx && curl -s "https://kuma.example/api/push/${token}?status=up"`,
      { server: "https://kuma.example", unit: "nginx.service" },
    ],
    [
      "UP in one call and DOWN in another",
      `*/5 * * * * systemctl is-active nginx.service || curl http://k:3001/sub/api/push/${token}?status=down; curl http://k:3001/sub/api/push/${token}`,
      { server: "http://k:3001/sub", unit: "nginx.service" },
    ],
    [
      "a variable of the crontab",
      `KUMA=https://kuma.example\n@hourly systemctl is-active web@1 && wget -qO- $KUMA/api/push/${token}`,
      { server: "https://kuma.example", unit: "web@1.service" },
    ],
  ])("%s", (...[, crontab, expected]) => {
    const { pushes, silent } = found(crontab);
    expect(pushes).toMatchObject([{ ...expected, file, job: { file } }]);
    expect(silent).toEqual([]);
  });

  test.each([
    ["no unit is asked for", `* * * * * curl https://kuma.example/api/push/${token}`],
    [
      "two units are",
      `* * * * * systemctl is-active a && systemctl is-active b && curl https://kuma.example/api/push/${token}`,
    ],
  ])("has no unit when %s", (...[, crontab]) => {
    expect(found(crontab).pushes).toMatchObject([{ server: "https://kuma.example" }]);
    expect(found(crontab).pushes[0]?.unit).toBeUndefined();
  });

  test("has no job to replace when it reports to two monitors", () => {
    const text = `* * * * * systemctl is-active a && curl https://k/api/push/one; curl https://k/api/push/two`;
    expect(found(text).pushes.map(({ job }) => job)).toEqual([undefined, undefined]);
  });
});

test("a script that two jobs run is found once, and has no job to replace", () => {
  const { pushes } = found(`* * * * * ${path}\n*/5 * * * * ${path}\n`, script(guided));
  expect(pushes.map(({ job }) => job)).toEqual([undefined]);
});

test("a password in a URL, and a server that only the running script knows, are not shown", () => {
  const text = `* * * * * curl https://me:pa55@kuma.example/api/push/${token}\n* * * * * curl "$(cat /etc/url)/api/push/${token}"\n`;
  expect(found(text).pushes.map(({ server }) => server)).toEqual(["https://kuma.example", ""]);
});

test("jobs that report to nobody are named by their programs, without arguments", () => {
  const crontab = [
    "MAILTO=root",
    "0 3 * * * root cd /srv && /usr/local/bin/backup.sh --password s3cret",
    "@daily postgres pg_dumpall -f /var/backups/all.sql",
    "*/5 * * * * root kuma-agent exec --token-file /etc/t -- /usr/local/bin/sync",
    "* * * * * root [ -x /opt/x ] && nice -n 10 /opt/x secret",
    "* * * * * root $(cat /etc/secret)",
    `* * * * * root curl https://k/api/push/${token}`,
  ].join("\n");
  expect(found(crontab, [], true).silent).toEqual([
    { file, line: 2, schedule: "0 3 * * *", program: "backup.sh" },
    { file, line: 3, schedule: "@daily", program: "pg_dumpall" },
    { file, line: 5, schedule: "* * * * *", program: "x" },
    { file, line: 6, schedule: "* * * * *", program: "a shell command" },
  ]);
});
