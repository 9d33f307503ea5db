import { connect, dashboardUrlOf, passwordAuth, pushUrlOf, sessionTokenAuth } from "@kumakit/client";

const { KUMA_URL: url = "http://localhost:3001", KUMA_USERNAME: username, KUMA_PASSWORD: password } = process.env;

// Log in once. The server takes 20 log-ins a minute from everybody together.
const first = await connect({ url, auth: passwordAuth({ username, password }) });
const { token } = first.session;
await first.close();

// From then on the session token does. It is as good as the password: keep it like one.
const client = await connect({ url, auth: sessionTokenAuth(token) });
console.log(`Uptime Kuma ${client.server.version}`);

const monitor = await client.monitors.create({ type: "push", name: "nightly backup", interval: 60 });
console.log(dashboardUrlOf(client.server.url, monitor.id));

const beats = client.monitors.watch(monitor.id);
await fetch(`${pushUrlOf(client.server.url, monitor.pushToken)}?status=up&msg=done`);
for await (const beat of beats) {
  console.log(beat.status, beat.message);
  break;
}

await client.monitors.delete(monitor.id);
await client.close();
