import { describeContract } from "./suites/contract.ts";
import { helpersOfMonitorsSuite, remoteBrowsersSuite } from "./suites/helpers-of-monitors.suite.ts";
import { notificationLinksSuite } from "./suites/notification-links.suite.ts";
import { notificationTypesSuite } from "./suites/notification-types.suite.ts";
import { readmeNotificationsSuite } from "./suites/readme-notifications.suite.ts";

describeContract(
  async (client) => ({
    monitors: (await client.monitors.list()).map(({ raw }) => raw),
    notifications: await client.notifications.list(),
    proxies: await client.proxies.list(),
    dockerHosts: await client.dockerHosts.list(),
  }),
  {
    readme: readmeNotificationsSuite,
    "notification types": notificationTypesSuite,
    "a notification": notificationLinksSuite,
    "helpers of monitors": helpersOfMonitorsSuite,
    "remote browsers": remoteBrowsersSuite,
  },
);
