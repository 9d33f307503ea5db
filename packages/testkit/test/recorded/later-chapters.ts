import type { Step } from "./step.ts";

const token = (letter: string): string => letter.repeat(32);
const unknown = 999;
const clock = (hours: number, minutes: number) => ({ hours, minutes });
const wholeDay = [clock(0, 0), clock(23, 59)];
const farAway = ["2090-01-01 00:00", "2091-12-31 23:59"];

const maintenance = {
  title: "plan",
  description: "",
  strategy: "cron",
  active: true,
  intervalDay: 1,
  cron: "0 0 1 1 *",
  durationMinutes: 1,
  timezoneOption: "UTC",
  dateRange: [null],
  timeRange: [clock(2, 0), clock(3, 30)],
  weekdays: [],
  daysOfMonth: [],
};
const everyDay = {
  ...maintenance,
  strategy: "recurring-weekday",
  weekdays: [1, 2, 3, 4, 5, 6, 0],
  timeRange: wholeDay,
};

/** Maintenances that come again. */
export const recurringMaintenances: readonly Step[] = [
  { call: "addMaintenance", with: [maintenance] },
  { call: "addMaintenance", with: [{ ...maintenance, cron: "99 99 * * *" }] },
  { call: "addMaintenance", with: [{ ...maintenance, cron: null }] },
  { call: "addMaintenance", with: [everyDay] },
  { call: "addMaintenance", with: [{ ...everyDay, weekdays: [] }] },
  { call: "addMaintenance", with: [{ ...everyDay, strategy: "recurring-interval", intervalDay: 3 }] },
  {
    call: "addMaintenance",
    with: [{ ...maintenance, strategy: "recurring-interval", intervalDay: 2, dateRange: farAway }],
  },
  {
    call: "addMaintenance",
    with: [
      {
        ...maintenance,
        strategy: "recurring-day-of-month",
        daysOfMonth: [15, "lastDay1", 1, "lastDay2"],
        dateRange: farAway,
        timeRange: [clock(23, 30), clock(1, 15)],
        timezoneOption: "SAME_AS_SERVER",
      },
    ],
  },
  { call: "getMaintenanceList" },
  { call: "getMaintenance", with: [4] },
  { call: "addMonitorMaintenance", with: [4, [{ id: 7 }]] },
  { call: "getMonitor", with: [7] },
  { call: "pauseMaintenance", with: [4] },
  { call: "getMonitor", with: [7] },
  { call: "resumeMaintenance", with: [4] },
  { call: "editMaintenance", with: [{ ...maintenance, id: 4, title: "by cron" }] },
  { call: "editMaintenance", with: [{ ...maintenance, id: 4, cron: "never" }] },
  { call: "getMaintenance", with: [4] },
  { call: "getMaintenanceList" },
  { call: "editMaintenance", with: [{ ...everyDay, id: 4, strategy: "manual" }] },
  { call: "getMaintenance", with: [4] },
  ...Array.from({ length: 7 }, (_, index) => ({ call: "deleteMaintenance", with: [index + 1] })),
];

/** A picture of one pixel. */
const pixel =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const page = {
  slug: "shown",
  title: "Shown",
  description: "one\ntwo",
  theme: "light",
  autoRefreshInterval: 60,
  showTags: true,
  footerText: "foot",
  customCSS: "body {}",
  showPoweredBy: true,
  rssTitle: "feed",
  showOnlyLastHeartbeat: false,
  showCertificateExpiry: false,
  analyticsId: "u1",
  analyticsScriptUrl: "http://127.0.0.1:9/u.js",
  analyticsType: "umami",
  domainNameList: [],
};
const groups = [
  { id: undefined, name: "Shop", monitorList: [{ id: 7 }, { id: 8, sendUrl: true, url: "http://127.0.0.1:9/own" }] },
  { id: undefined, name: "Empty", monitorList: [] },
];
const badge = (rest: string): Step => ({ request: `/api/badge/${rest}` });
const seen: readonly Step[] = [
  { request: "/api/status-page/shown" },
  { request: "/api/status-page/heartbeat/shown" },
  badge("7/status"),
];

/** Pages that need no log-in; answers are kept for five minutes, or until something new is published. */
export const publicPages: readonly Step[] = [
  { request: "/status" },
  { request: "/status/shown" },
  { request: "/api/status-page/shown" },
  { request: "/api/status-page/heartbeat/shown" },
  { request: "/upload/logo2.png" },
  badge("7/status"),
  { call: "addStatusPage", with: ["Shown", "shown"] },
  { request: "/api/status-page/SHOWN" },
  { request: "/api/status-page/shown" },
  { call: "saveStatusPage", with: ["shown", page, pixel, groups] },
  { call: "getStatusPage", with: ["shown"] },
  { request: "/upload/logo2.png" },
  { request: "/upload/none.png" },
  { request: "/status/shown" },
  { request: "/status/SHOWN/" },
  { request: `/api/push/${token("p")}?status=up&ping=12.5`, settle: 500 },
  ...seen,
  { call: "postIncident", with: ["shown", { title: "smoke", content: "a lot", style: "danger" }] },
  { request: `/api/push/${token("p")}?status=down`, settle: 500 },
  ...seen,
  { call: "addMaintenance", with: [{ ...maintenance, strategy: "manual" }] },
  { call: "addMaintenanceStatusPage", with: [8, [{ id: 2 }]] },
  ...seen,
  { call: "addMonitorMaintenance", with: [8, [{ id: 7 }]] },
  { request: `/api/push/${token("p")}?status=up&ping=2`, settle: 500 },
  badge("7/status?label=%22shop%22%20%26%20%3Cmore%3E&maintenanceLabel=works&style=flat-square"),
  { call: "deleteMaintenance", with: [8] },
  { request: `/api/push/${token("p")}?status=down`, settle: 500 },
  { request: `/api/push/${token("p")}?status=down`, settle: 500 },
  badge("7/status?downLabel=off&downColor=red&style=plastic"),
  badge("7/status?style=none"),
  badge("7/status?value=2"),
  badge("7/status?value=9"),
  badge(`${unknown}/status`),
  badge("x/status"),
  badge("8/status"),
  badge("7/uptime"),
  badge("7/uptime/48"),
  badge("7/uptime/30d?label=month&labelPrefix=a&labelSuffix=b&prefix=c&suffix=d&color=blue&labelColor=green"),
  badge("7/uptime/5x"),
  badge("7/uptime/x"),
  badge(`${unknown}/uptime`),
  badge("8/uptime"),
  badge("7/ping"),
  badge("7/ping/48?label=ms&suffix="),
  badge(`${unknown}/ping`),
  badge("7/avg-response"),
  badge("7/avg-response/5?labelPrefix=a&labelSuffix=b"),
  badge(`${unknown}/avg-response`),
  badge("8/avg-response"),
  badge("7/response"),
  badge(`${unknown}/response`),
  badge("7/cert-exp"),
  badge(`${unknown}/cert-exp`),
  badge("7/none"),
  { request: "/metrics", basic: ["admin", "kuma-Test-1"] },
  { request: "/metrics", basic: ["", "uk99_none"] },
  { call: "deleteStatusPage", with: ["shown"] },
  { request: "/api/status-page/shown" },
  { request: "/api/status-page/heartbeat/shown" },
  badge("7/status"),
  { request: "/upload/logo2.png" },
];

/** The page for monitoring systems. */
export const metrics: readonly Step[] = [
  { request: "/metrics" },
  { request: "/metrics", basic: ["admin", "wrong"] },
  { request: "/metrics", basic: ["admin", "kuma-Test-1"] },
  { request: `/api/push/${token("p")}?status=up&ping=21`, settle: 500 },
  { request: "/metrics", basic: ["admin", "kuma-Test-1"] },
  { call: "resumeMonitor", with: [8], settle: 900 },
  { request: "/metrics", basic: ["admin", "kuma-Test-1"] },
  { call: "pauseMonitor", with: [8] },
  { request: "/metrics", basic: ["admin", "kuma-Test-1"] },
];

const languages =
  "bash-curl csharp docker go java javascript-fetch php powershell python typescript-fetch cobol No".split(" ");

/** Questions about the server and about the world. */
export const questions: readonly Step[] = [
  { call: "getDatabaseSize" },
  { call: "getGameList" },
  ...languages.map((language) => ({ call: "getPushExample", with: [language] })),
  { call: "checkDomain", with: [{ type: "http", url: "https://127.0.0.1/" }] },
  { call: "checkDomain", with: [{ type: "push" }] },
  { call: "checkDomain", with: [{ type: "http", url: "nonsense" }] },
  { call: "testRemoteBrowser", with: [{ url: "ws://127.0.0.1:9/?token=s3cr3t" }], settle: 500 },
  { call: "testRemoteBrowser", with: [{ url: "nonsense" }] },
  { call: "testRemoteBrowser", with: [null] },
];
