import { metrics, publicPages, questions, recurringMaintenances } from "./later-chapters.ts";

/** One call of a recorded conversation. Ids need no masks: every conversation begins on an empty server. */
export interface CallStep {
  /** Which of the two clients calls; both belong to the admin. */
  readonly by?: "first" | "second";
  readonly call: string;
  readonly with?: readonly unknown[];
  /** How long to wait for what else arrives, in ms. */
  readonly settle?: number;
  /** No acknowledgement is given, not even after this many ms. */
  readonly unanswered?: number;
  /** Called again until the answer changes, at most so often; both answers are kept. */
  readonly times?: number;
}

/** One request of a recorded conversation. */
export interface RequestStep {
  readonly request: string;
  readonly method?: "GET" | "POST" | "HEAD";
  /** Name and password of basic authentication. */
  readonly basic?: readonly [string, string];
  readonly settle?: number;
}

/** A client connects, or hangs up. */
export interface ConnectionStep {
  readonly connect?: "first" | "second";
  readonly disconnect?: "first" | "second";
}

export type Step = CallStep | RequestStep | ConnectionStep;

const username = "admin";
const password = "kuma-Test-1";
const changedPassword = "kuma-Test-2";

const push = { type: "push", accepted_statuscodes: ["200-299"], conditions: [], interval: 600, retryInterval: 60 };
const token = (letter: string): string => letter.repeat(32);
const unknown = 999;
const hook = {
  type: "webhook",
  name: "hook",
  webhookURL: "http://127.0.0.1:9/path",
  webhookContentType: "json",
  isDefault: true,
};
const maintenance = {
  title: "upgrade",
  description: "all of it",
  strategy: "manual",
  active: false,
  intervalDay: 1,
  cron: "30 3 * * *",
  durationMinutes: 60,
  timezoneOption: "UTC",
  dateRange: [null],
  timeRange: [
    { hours: 2, minutes: 0 },
    { hours: 3, minutes: 0 },
  ],
  weekdays: [],
  daysOfMonth: [],
};

const page = {
  slug: "page-1",
  title: "Page",
  description: "one\ntwo",
  theme: "dark",
  autoRefreshInterval: 60,
  showTags: true,
  footerText: "foot",
  customCSS: "body {}",
  showPoweredBy: false,
  rssTitle: null,
  showOnlyLastHeartbeat: false,
  showCertificateExpiry: false,
  analyticsId: null,
  analyticsScriptUrl: null,
  analyticsType: null,
  domainNameList: [],
};

const beforeLogIn: readonly Step[] = [
  { connect: "first" },
  { call: "needSetup" },
  { call: "setup", with: [username, "weak"] },
  { call: "setup", with: [username, "weakweakweak"] },
  { call: "setup", with: [username, password] },
  { call: "needSetup" },
  { call: "setup", with: ["other", password] },
  { call: "getMonitorList" },
  { call: "add", with: [push] },
  { call: "deleteMonitor", with: [1, false] },
  { call: "twoFAStatus" },
  { call: "noSuchEvent", with: [1], unanswered: 500 },
  { call: "login", with: [null], unanswered: 500 },
  { call: "login", with: [{ username, password: "wrong" }] },
  { call: "login", with: [{ username: 1, password: 2 }] },
  { call: "loginByToken", with: ["no.such.token"] },
  { call: "loginByToken", with: [null] },
  { request: "/" },
  { request: "/dashboard" },
  { request: "/api/entry-page" },
  { request: "/api/nonexistent" },
  { request: "/dashboard/3/socket.io/?EIO=4&transport=polling" },
  { request: "/setup-database-info" },
  { request: "/socket.io/?EIO=3&transport=polling" },
  { call: "login", with: [{ username: ` ${username} `, password, token: "not needed" }] },
  { connect: "second" },
  { by: "second", call: "login", with: [{ username, password, token: "" }] },
];

const monitors: readonly Step[] = [
  { call: "add", with: [{ ...push, name: "api", pushToken: token("a"), active: false }] },
  { call: "add", with: [{ type: "push", name: "minimal", accepted_statuscodes: [], conditions: [], active: false }] },
  { call: "add", with: [{ ...push, name: "it's", fooBar: "x", active: true, upsideDown: false, description: null }] },
  { call: "add", with: [{ ...push, name: "x", pathName: "a / x", tags: [], path: ["a", "x"] }] },
  { call: "add", with: [{ ...push, name: "x", conditions: undefined }] },
  { call: "add", with: [{ ...push, name: "x", accepted_statuscodes: [200] }] },
  { call: "add", with: [{ ...push, name: "x", accepted_statuscodes: undefined }] },
  { call: "add", with: [{ ...push, name: "x", interval: 0 }] },
  { call: "add", with: [{ ...push, name: "x", retryInterval: 0 }] },
  { call: "add", with: [{ ...push, name: "x", parent: unknown }] },
  {
    call: "add",
    with: [{ ...push, name: "kept without its link", notificationIDList: { [unknown]: true }, active: false }],
  },
  { call: "add", with: [{ ...push, name: "of no id", id: unknown }] },
  { call: "add", with: [{ ...push, type: "ping", name: "x", packetSize: 70_000 }] },
  { call: "add", with: [{ ...push, type: "ping", name: "x", timeout: 301 }] },
  { call: "add", with: [{ ...push, type: "mongodb", name: "x", databaseQuery: "{" }] },
  { call: "add", with: [{ ...push, type: "pm2", name: "x" }] },
  { call: "add", with: [{ ...push, type: "system-service", name: "x", system_service_name: "a b" }] },
  { call: "add", with: [{ ...push, type: "real-browser", name: "x", interval: 60, screenshot_delay: 40_000 }] },
  { call: "add", with: [null], unanswered: 500 },
  { call: "add", with: [], unanswered: 500 },
  { call: "getMonitor", with: [1] },
  { call: "getMonitor", with: ["1"] },
  { call: "getMonitor", with: [unknown] },
  { call: "getMonitorList" },
  { call: "add", with: [{ ...push, type: "group", name: "group", interval: 600 }], settle: 900 },
  { call: "add", with: [{ ...push, type: "group", name: "inner", interval: 600, parent: 4, active: false }] },
  { call: "add", with: [{ ...push, name: "leaf", parent: 5, active: false, pushToken: token("l") }] },
  { call: "getMonitor", with: [6] },
  { call: "editMonitor", with: [{ ...push, id: 1, name: "api 2", interval: 601, pushToken: token("b"), port: "53" }] },
  { call: "editMonitor", with: [{ ...push, id: unknown, name: "x" }] },
  { call: "editMonitor", with: [{ ...push, id: 1, name: "x", parent: unknown }] },
  { call: "editMonitor", with: [{ ...push, id: 4, type: "group", name: "group", parent: 6 }] },
  { call: "editMonitor", with: [{ ...push, id: 1, name: "x", wsSubprotocol: null }] },
  {
    call: "editMonitor",
    with: [{ ...push, id: 1, name: "api", conditions: null, description: "text", upsideDown: true }],
  },
  { call: "editMonitor", with: [{ ...push, id: 1, name: "api", notificationIDList: { [unknown]: true } }] },
  { call: "editMonitor", with: [{ id: 1, name: "api", type: "push" }] },
  { call: "editMonitor", with: [{ id: 2, name: "minimal", type: "push", accepted_statuscodes: [] }] },
  { call: "editMonitor", with: [null] },
  { call: "pauseMonitor", with: [unknown] },
  { call: "resumeMonitor", with: [unknown] },
  { call: "resumeMonitor", with: [1] },
  { call: "pauseMonitor", with: [1] },
  { call: "pauseMonitor", with: [4] },
  { call: "getMonitor", with: [6] },
  { call: "deleteMonitor", with: [5, false] },
  { call: "getMonitor", with: [6] },
  { call: "editMonitor", with: [{ ...push, id: 6, name: "leaf", parent: 4 }] },
  { call: "deleteMonitor", with: [4, true] },
  { call: "getMonitor", with: [6] },
  { call: "deleteMonitor", with: [2] },
  { call: "deleteMonitor", with: [2, false] },
  { call: "deleteMonitor", with: [unknown, null] },
  { call: "getMonitorList" },
];

const beats: readonly Step[] = [
  { call: "add", with: [{ ...push, name: "pushed", pushToken: token("p"), maxretries: 1 }] },
  { request: `/api/push/${token("p")}?status=up&msg=fine%20100%25&ping=12.5`, settle: 500 },
  { request: `/api/push/${token("p")}?status=down&msg=`, settle: 500 },
  { request: `/api/push/${token("p")}?status=DOWN`, settle: 500 },
  { request: `/api/push/${token("p")}`, method: "POST", settle: 500 },
  { request: `/api/push/${token("p")}?ping=-1` },
  { request: `/api/push/${token("p")}?ping=zero`, method: "HEAD", settle: 500 },
  { request: `/api/push/${token("p")}/` },
  { request: `/api/push/${token("z")}` },
  { request: `/api/push/${token("a")}` },
  { call: "getMonitorBeats", with: [7, 1] },
  { call: "getMonitorBeats", with: [7, null] },
  { call: "getMonitorBeats", with: [unknown, 24] },
  { call: "getMonitorBeats", with: [7], unanswered: 500 },
  { call: "getMonitorChartData", with: [7, null] },
  { call: "monitorImportantHeartbeatListCount", with: [7] },
  { call: "monitorImportantHeartbeatListCount", with: [null] },
  { call: "monitorImportantHeartbeatListPaged", with: [7, 0, 2] },
  { call: "monitorImportantHeartbeatListPaged", with: [null, 2, 25] },
  { connect: "second" },
  { by: "second", call: "login", with: [{ username, password }], settle: 600 },
  { call: "clearEvents", with: [7] },
  { call: "monitorImportantHeartbeatListCount", with: [7] },
  { call: "clearHeartbeats", with: [7] },
  { call: "add", with: [{ ...push, type: "manual", name: "manual", manual_status: 0, interval: 600 }], settle: 900 },
  { call: "editMonitor", with: [{ ...push, id: 8, type: "manual", name: "manual", manual_status: 1 }], settle: 900 },
  { call: "add", with: [{ ...push, name: "missing", interval: 1 }], settle: 1600 },
  { call: "deleteMonitor", with: [9, false] },
  { call: "clearStatistics", settle: 900 },
  { call: "pauseMonitor", with: [8] },
];

const tags: readonly Step[] = [
  { call: "addTag", with: [{ name: "host", color: "#4B5563" }] },
  { call: "addTag", with: [{ name: "no color" }] },
  { call: "addTag", with: [null] },
  { call: "addMonitorTag", with: [1, 7, "a"] },
  { call: "addMonitorTag", with: [1, 7, "a"] },
  { call: "addMonitorTag", with: [1, 7, null] },
  { call: "addMonitorTag", with: [1, unknown, "it's"] },
  { call: "addMonitorTag", with: [unknown, 7, "a"] },
  { call: "editMonitorTag", with: [1, 7, "b"] },
  { call: "deleteMonitorTag", with: [1, 7, "other"] },
  { call: "deleteMonitorTag", with: [1, 7, null] },
  { call: "deleteMonitorTag", with: [1, 7, "b"] },
  { call: "editTag", with: [{ id: 1, name: "renamed", color: "#000000" }] },
  { call: "editTag", with: [{ id: unknown, name: "x", color: "#000000" }] },
  { call: "getTags" },
  { call: "deleteTag", with: [1] },
  { call: "deleteTag", with: [1] },
];

const notifications: readonly Step[] = [
  { call: "addNotification", with: [hook, null] },
  { call: "addNotification", with: [{ ...hook, name: "renamed", isDefault: false, applyExisting: true }, 1] },
  { call: "addNotification", with: [hook, unknown] },
  { call: "addNotification", with: [{ type: "no such provider" }, null] },
  { call: "addNotification", with: [null, null] },
  { call: "addNotification", with: [hook], unanswered: 500 },
  { call: "getMonitor", with: [7] },
  {
    call: "editMonitor",
    with: [{ ...push, id: 7, name: "pushed", pushToken: token("p"), notificationIDList: { 1: true, 2: false } }],
  },
  { call: "testNotification", with: [{ type: "no such provider" }] },
  { call: "testNotification", with: [hook] },
  { call: "testNotification", with: [{ ...hook, webhookURL: undefined }] },
  { call: "testNotification", with: [null] },
  { call: "deleteNotification", with: [1] },
  { call: "deleteNotification", with: [1] },
  { call: "getMonitor", with: [7] },
];

const others: readonly Step[] = [
  { call: "addProxy", with: [{ protocol: "http", host: "127.0.0.1", port: 9, auth: false, active: false }, null] },
  { call: "addProxy", with: [{ protocol: "ftp", host: "127.0.0.1", port: 9, auth: false }, null] },
  {
    call: "addProxy",
    with: [
      {
        protocol: "socks5",
        host: "h",
        port: 1,
        auth: true,
        username: "u",
        password: "p",
        default: true,
        applyExisting: true,
      },
      1,
    ],
  },
  { call: "addProxy", with: [{ protocol: "http" }, null] },
  { call: "addProxy", with: [{ protocol: "http", host: "h", port: 1, auth: false }, unknown] },
  { call: "deleteProxy", with: [1] },
  { call: "deleteProxy", with: [1] },
  { call: "addDockerHost", with: [{ name: "docker", dockerType: "tcp", dockerDaemon: "http://127.0.0.1:9" }, null] },
  { call: "addDockerHost", with: [{ name: "docker 2", dockerType: "tcp", dockerDaemon: "http://127.0.0.1:9" }, 1] },
  { call: "addDockerHost", with: [{ name: "x" }, unknown] },
  { call: "testDockerHost", with: [{ dockerType: "tcp", dockerDaemon: "http://127.0.0.1:9" }] },
  { call: "deleteDockerHost", with: [1] },
  { call: "deleteDockerHost", with: [1] },
  { call: "addRemoteBrowser", with: [{ name: "browser", url: "ws://127.0.0.1:9" }, null] },
  { call: "addRemoteBrowser", with: [{ name: "no url" }, null] },
  { call: "addRemoteBrowser", with: [{ name: "browser 2", url: "ws://127.0.0.1:9" }, 1] },
  { call: "addRemoteBrowser", with: [{ name: "x" }, unknown] },
  { call: "deleteRemoteBrowser", with: [1] },
  { call: "deleteRemoteBrowser", with: [1] },
  { call: "addAPIKey", with: [{ name: "key", expires: null, active: true }] },
  { call: "addAPIKey", with: [{ name: "old", expires: "2020-01-01 00:00:00", active: true }] },
  { call: "addAPIKey", with: [{ expires: null, active: true }] },
  { call: "disableAPIKey", with: [1] },
  { call: "enableAPIKey", with: [1] },
  { call: "disableAPIKey", with: [unknown] },
  { call: "getAPIKeyList" },
  { call: "deleteAPIKey", with: [1] },
  { call: "deleteAPIKey", with: [1] },
];

const maintenances: readonly Step[] = [
  { call: "addMaintenance", with: [maintenance] },
  { call: "addMaintenance", with: [{ ...maintenance, dateRange: undefined }] },
  { call: "addMaintenance", with: [{ ...maintenance, dateRange: ["never", null] }] },
  { call: "addMaintenance", with: [{ ...maintenance, description: null }] },
  {
    call: "addMaintenance",
    with: [{ ...maintenance, strategy: "single", active: true, dateRange: ["2030-01-01 00:00", "2030-01-01 01:00"] }],
  },
  { call: "editMaintenance", with: [{ ...maintenance, id: 1, title: "renamed" }] },
  { call: "editMaintenance", with: [{ ...maintenance, id: unknown }] },
  { call: "addMonitorMaintenance", with: [1, [{ id: 7 }]] },
  { call: "addMonitorMaintenance", with: [1, [{ id: unknown }]] },
  { call: "addMonitorMaintenance", with: [1, [{ id: 7 }]] },
  { call: "getMonitorMaintenance", with: [1] },
  { call: "getMaintenance", with: [1] },
  { call: "getMaintenance", with: [unknown] },
  { call: "resumeMaintenance", with: [1] },
  { call: "getMonitor", with: [7] },
  { request: `/api/push/${token("p")}?status=down&msg=busy`, settle: 500 },
  { call: "pauseMaintenance", with: [1] },
  { call: "pauseMaintenance", with: [unknown] },
  { call: "resumeMaintenance", with: [unknown] },
  { call: "getMaintenanceList" },
  { call: "addMaintenanceStatusPage", with: [1, []] },
  { call: "getMaintenanceStatusPage", with: [1] },
  { call: "deleteMaintenance", with: [1] },
  { call: "deleteMaintenance", with: [1] },
];

const statusPages: readonly Step[] = [
  { call: "addStatusPage", with: ["Page", "Page-1"] },
  { call: "addStatusPage", with: ["Page", "page-1"] },
  { call: "addStatusPage", with: ["Page", "no good slug"] },
  { call: "addStatusPage", with: ["", "page-2"] },
  { call: "getStatusPage", with: ["page-1"] },
  { call: "getStatusPage", with: ["none"] },
  { call: "saveStatusPage", with: ["page-1", page, "/icon.svg", [{ name: "Shop", monitorList: [{ id: 7 }] }]] },
  {
    call: "saveStatusPage",
    with: [
      "page-1",
      { ...page, title: "renamed" },
      "/own.svg",
      [
        { id: 1, name: "Shop 2", monitorList: [{ id: 7, sendUrl: true, url: "http://127.0.0.1:9/" }, { id: 8 }] },
        { name: "Empty", monitorList: [] },
      ],
    ],
  },
  { call: "saveStatusPage", with: ["page-1", page, "/icon.svg", [{ name: "Shop", monitorList: [{ id: unknown }] }]] },
  { call: "saveStatusPage", with: ["page-1", { ...page, analyticsType: undefined }, "/icon.svg", []] },
  { call: "saveStatusPage", with: ["page-1", { ...page, slug: "no good" }, "/icon.svg", []] },
  { call: "saveStatusPage", with: ["page-1", page, "data:image/gif;base64,R0lGODlh", []] },
  { call: "saveStatusPage", with: ["page-1", { ...page, domainNameList: undefined }, "/icon.svg", []] },
  { call: "saveStatusPage", with: ["none", page, "/icon.svg", []] },
  { call: "saveStatusPage", with: ["page-1", page, "/icon.svg", []] },
  { call: "getStatusPage", with: ["page-1"] },
  { call: "postIncident", with: ["page-1", { title: "smoke", content: "a lot", style: "danger" }] },
  { call: "postIncident", with: ["page-1", { id: 1, title: "fire", content: "a lot", style: "info" }] },
  { call: "postIncident", with: ["page-1", { title: "no style", content: "x" }] },
  { call: "postIncident", with: ["none", { title: "smoke", content: "a lot", style: "danger" }] },
  { call: "editIncident", with: ["page-1", 1, { title: "fire", content: "out", style: "no such style" }] },
  { call: "editIncident", with: ["page-1", 1, { title: "", content: "out", style: "info" }] },
  { call: "editIncident", with: ["page-1", unknown, { title: "x", content: "x", style: "info" }] },
  { call: "editIncident", with: ["none", 1, { title: "x", content: "x", style: "info" }] },
  { call: "getIncidentHistory", with: ["page-1", null] },
  { call: "getIncidentHistory", with: ["none", null] },
  { call: "resolveIncident", with: ["page-1", 1] },
  { call: "resolveIncident", with: ["page-1", unknown] },
  { call: "unpinIncident", with: ["page-1"] },
  { call: "deleteIncident", with: ["page-1", 1] },
  { call: "deleteIncident", with: ["page-1", 1] },
  { call: "getIncidentHistory", with: ["page-1", null] },
  { call: "deleteStatusPage", with: ["none"] },
  { call: "deleteStatusPage", with: ["page-1"] },
];

const settings: readonly Step[] = [
  { call: "getSettings" },
  {
    call: "setSettings",
    with: [
      {
        checkUpdate: false,
        serverTimezone: "UTC",
        keepDataPeriodDays: 30,
        entryPage: "statusPage-x",
        jwtSecret: "not taken",
      },
      null,
    ],
  },
  { request: "/" },
  { request: "/api/entry-page" },
  { call: "getSettings" },
  { call: "shrinkDatabase" },
  { call: "setSettings", with: [{ disableAuth: true }, "wrong"] },
  { call: "setSettings", with: [{ disableAuth: true }, null] },
  { call: "setSettings", with: [{ checkUpdate: false, serverTimezone: "UTC" }, null] },
  { request: "/api/entry-page" },
  { call: "setSettings", with: [{ checkUpdate: false, disableAuth: true }, password] },
  { connect: "second" },
  { call: "setSettings", with: [{ checkUpdate: false, disableAuth: false }, null], settle: 400 },
];

const accounts: readonly Step[] = [
  { call: "twoFAStatus" },
  { call: "prepare2FA", with: ["wrong"] },
  { call: "prepare2FA", with: [password] },
  { call: "verifyToken", with: ["000000", password] },
  { call: "save2FA", with: [password] },
  { call: "prepare2FA", with: [password] },
  { call: "twoFAStatus" },
  { connect: "second" },
  { by: "second", call: "login", with: [{ username, password }] },
  { by: "second", call: "login", with: [{ username, password, token: "000000" }] },
  { call: "disable2FA", with: ["wrong"] },
  { call: "disable2FA", with: [password] },
  { by: "second", call: "login", with: [{ username, password }] },
  { call: "changePassword", with: [{ currentPassword: password, newPassword: "" }] },
  { call: "changePassword", with: [{ currentPassword: password, newPassword: "weak" }] },
  { call: "changePassword", with: [{ currentPassword: "wrong", newPassword: changedPassword }] },
  { call: "changePassword", with: [{ currentPassword: password, newPassword: changedPassword }], settle: 400 },
  { call: "getTags" },
  { call: "logout" },
  { call: "getTags" },
  { call: "login", with: [{ username: "nobody", password: "wrong" }], times: 45 },
];

/** Monitors that the server looks at itself: how long that took is not the same twice. */
export const measuredMonitors: readonly number[] = [4, 8];

/** Everything that is asked of a server, in this order, from its first run on. */
export const conversation: Readonly<Record<string, readonly Step[]>> = {
  "before logging in": beforeLogIn,
  monitors,
  heartbeats: beats,
  metrics,
  tags,
  notifications,
  "proxies, docker hosts, remote browsers, API keys": others,
  maintenances,
  "status pages": statusPages,
  "recurring maintenances": recurringMaintenances,
  "what everybody sees": publicPages,
  "what the server knows": questions,
  settings,
  accounts,
};
