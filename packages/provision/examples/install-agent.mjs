import { connect, passwordAuth } from "@kumakit/client";
import { ensureMonitor, installAgent, localHost, uninstallAgent } from "@kumakit/provision";

const { KUMA_URL: url = "http://localhost:3001", KUMA_USERNAME: username, KUMA_PASSWORD: password } = process.env;
const client = await connect({ url, auth: passwordAuth({ username, password }) });

// A Push monitor for a job of your own: made once, and found again ever after.
const backup = await ensureMonitor(client, {
  name: "nightly backup",
  notify: ["ops chat"],
  tags: [],
  ifExists: "keep",
});
console.log(`${backup.monitor.name}: ${backup.outcome}`);

// An agent with a monitor for each unit, on any number of hosts, with this one log-in.
const wish = { hosts: [localHost()], units: ["nginx", "cron"], notify: ["ops chat"], group: "web" };
const on = (event) => {
  if (event.kind === "warning") console.warn(`${event.host}: ${event.message}`);
};
for (const result of await installAgent(client, wish, { on })) {
  if (!result.ok) console.error(`${result.host}: ${result.error.message}`);
  else for (const check of result.outcome.checks) console.log(`${check.name}: ${check.firstBeat?.status}`);
}

// Takes away what installs have brought, with the monitors.
for (const result of await uninstallAgent({ hosts: [localHost()], client })) {
  if (result.ok) console.log(`gone: ${result.outcome?.units.join(", ")}`);
}
await backup.undo();
await client.close();
