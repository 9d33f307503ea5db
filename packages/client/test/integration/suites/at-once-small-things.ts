import { textsOf } from "./at-once-things.ts";
import type { ThingKind, Wire } from "./at-once-things.ts";
import { withStatusPage } from "./status-pages.suite.ts";
import { uniqueName } from "./test-bench.ts";

const tag: ThingKind = async ({ client }, _url, run) => {
  const { id } = await client.tags.create({ name: uniqueName("at once"), color: "#000001" });
  try {
    await run({
      values: async ({ tags }) => {
        const { name, color } = await tags.get(id);
        return { name, color };
      },
      changes: [
        ({ tags }, count) => {
          const change = { name: `name ${count}` };
          return [change, () => tags.update(id, change)];
        },
        ({ tags }, count) => {
          const change = { color: `#0000${10 + count}` };
          return [change, () => tags.update(id, change)];
        },
      ],
      openPage: async (raw, count) => {
        const { tags } = await raw.call("getTags");
        const present = (tags as readonly { id: number; name: string }[]).find((found) => found.id === id);
        const saved = { id, name: String(present?.name), color: `#0001${10 + count}` };
        return [{ name: saved.name, color: saved.color }, () => raw.call("editTag", saved)];
      },
    });
  } finally {
    await client.tags.delete(id);
  }
};

const dockerHost: ThingKind = async ({ client }, _url, run) => {
  const { id } = await client.dockerHosts.create({ name: "at once", connection: "tcp", daemon: "http://127.0.0.1:9" });
  const values = ({ name, daemon, connection }: Wire) => textsOf({ name, daemon, connection });
  try {
    await run({
      values: async ({ dockerHosts }) => values({ ...(await dockerHosts.get(id)) }),
      changes: [
        ({ dockerHosts }, count) => {
          const change = { name: `name ${count}` };
          return [change, () => dockerHosts.update(id, change)];
        },
        ({ dockerHosts }, count) => {
          const change = { daemon: `http://127.0.0.1:${9 + count}` };
          return [change, () => dockerHosts.update(id, change)];
        },
      ],
      openPage: async (raw, count) => {
        const { name, connection } = await client.dockerHosts.get(id);
        const saved = { name, connection, daemon: `http://127.0.0.1:${100 + count}` };
        const wire = { name, dockerType: connection, dockerDaemon: saved.daemon };
        return [values(saved), () => raw.call("addDockerHost", wire, id)];
      },
    });
  } finally {
    await client.dockerHosts.delete(id);
  }
};

const proxy: ThingKind = async ({ client }, _url, run) => {
  const { id } = await client.proxies.create({ protocol: "http", host: "at-once.example", port: 9 });
  const values = ({ username, host, port }: Wire) => textsOf({ username, host, port });
  try {
    await run({
      values: async ({ proxies }) => {
        const { username, host, port } = await proxies.get(id);
        return values({ username, host, port });
      },
      changes: [
        ({ proxies }, count) => {
          const change = { host: `at-once-${count}.example` };
          return [change, () => proxies.update(id, change)];
        },
        ({ proxies }, count) => {
          const change = { port: 10 + count };
          return [textsOf(change), () => proxies.update(id, change)];
        },
        ({ proxies }, count) => {
          const change = { username: `user ${count}` };
          return [change, () => proxies.update(id, change)];
        },
      ],
      openPage: async (raw, count) => {
        const { protocol, host, auth, username, password } = await client.proxies.get(id);
        const wire = { protocol, host, port: 200 + count, auth, username, password, active: true, default: false };
        return [values(wire), () => raw.call("addProxy", wire, id)];
      },
    });
  } finally {
    await client.proxies.delete(id);
  }
};

const incident: ThingKind = (bench, _url, run) =>
  withStatusPage(bench, { title: "at once" }, async (slug) => {
    const { incidents } = bench.client.statusPages;
    const { id } = await incidents.post(slug, { title: "title", content: "content" });
    const [line = 1, minor = 0] = bench.client.server.capabilities.line.split(".").map(Number);
    await run({
      isTakenWhole: line > 2 || (line === 2 && minor >= 1),
      values: async ({ statusPages }) => {
        const found = (await statusPages.incidents.pinned(slug)).find((one) => one.id === id);
        return textsOf({ title: found?.title, content: found?.content });
      },
      changes: [
        ({ statusPages }, count) => {
          const change = { title: `title ${count}` };
          return [change, () => statusPages.incidents.update(slug, id, change)];
        },
        ({ statusPages }, count) => {
          const change = { content: `content ${count}` };
          return [change, () => statusPages.incidents.update(slug, id, change)];
        },
      ],
      openPage: async (raw, count) => {
        const [found] = await incidents.pinned(slug);
        const saved = { title: found?.title ?? "", content: `page ${count}` };
        const style = "warning";
        return [saved, () => raw.call("postIncident", slug, { ...saved, style, id })];
      },
    });
  });

/** The small things that several write at once. */
export const smallThingKinds: Readonly<Record<string, ThingKind>> = {
  "a tag": tag,
  "a docker host": dockerHost,
  "a proxy": proxy,
  "an incident": incident,
};
