import { atOnceSuite } from "./suites/at-once.suite.ts";
import { atOnceThingsSuite } from "./suites/at-once-things.suite.ts";
import { bulkSuite } from "./suites/bulk.suite.ts";
import { connectionSuite } from "./suites/connection.suite.ts";
import { describeContract } from "./suites/contract.ts";
import { historySuite } from "./suites/history.suite.ts";
import { liveSuite } from "./suites/live.suite.ts";
import { maintenanceSuite } from "./suites/maintenance.suite.ts";
import { monitorCopiesSuite } from "./suites/monitor-copies.suite.ts";
import { monitorTypesSuite } from "./suites/monitor-types.suite.ts";
import { monitorsSuite } from "./suites/monitors.suite.ts";
import { notificationsSuite } from "./suites/notifications.suite.ts";
import { publicHttpSuite } from "./suites/public-http.suite.ts";
import { readmeSuite } from "./suites/readme.suite.ts";
import { settingsSuite } from "./suites/settings.suite.ts";
import { statusPagesSuite } from "./suites/status-pages.suite.ts";
import { tagsSuite } from "./suites/tags.suite.ts";
import { upstreamAlertsSuite } from "./suites/upstream-alerts.suite.ts";
import { upstreamChecksSuite } from "./suites/upstream-checks.suite.ts";
import { upstreamSuite } from "./suites/upstream.suite.ts";

describeContract(
  async (client) => ({
    monitors: (await client.monitors.list()).map(({ raw }) => raw),
    notifications: await client.notifications.list(),
    tags: await client.tags.list(),
    maintenances: await client.maintenance.list(),
    statusPages: await client.statusPages.list(),
  }),
  {
    readme: readmeSuite,
    connection: connectionSuite,
    monitors: monitorsSuite,
    "monitor types": monitorTypesSuite,
    "monitor copies": monitorCopiesSuite,
    "live state": liveSuite,
    bulk: bulkSuite,
    "writes at once": atOnceSuite,
    "writes at once of": atOnceThingsSuite,
    tags: tagsSuite,
    notifications: notificationsSuite,
    history: historySuite,
    maintenance: maintenanceSuite,
    "status pages": statusPagesSuite,
    settings: settingsSuite,
    "public HTTP": publicHttpSuite,
    "about to change": upstreamSuite,
    "about to change in alerts": upstreamAlertsSuite,
    "about to change in checks": upstreamChecksSuite,
  },
);
