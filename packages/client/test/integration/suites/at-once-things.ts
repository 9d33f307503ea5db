import type { KumaClient } from "../../../src/index.ts";
import { freshPublicPage } from "../../support/fresh-public-page.ts";
import type { RawCalls } from "../../support/raw-calls.ts";
import { withStatusPage } from "./status-pages.suite.ts";
import { uniqueName } from "./test-bench.ts";
import type { TestBench } from "./test-bench.ts";

/** The values of a thing, as texts. */
export type Values = Readonly<Record<string, string>>;

/** A thing that several write at once. */
export interface Thing {
  /** The values that are watched. */
  values(client: KumaClient): Promise<Values>;
  /** The changes that can be made; each number gives other values. */
  readonly changes: readonly ((client: KumaClient, count: number) => readonly [Values, () => Promise<unknown>])[];
  /** Reads all of it as the server's web page does, and gives how to save it with a change. */
  openPage(raw: RawCalls, count: number): Promise<readonly [Values, () => Promise<unknown>]>;
  /** What the server will know of it after a restart, where that is not what it shows. */
  stored?(raw: RawCalls): Promise<Values>;
  /** The server takes all of it at once and reports nothing: a client on a slow line overwrites what it has not seen. */
  readonly isTakenWhole?: boolean;
}

/** A kind of thing: makes one, and removes it in the end. */
export type ThingKind = (bench: TestBench, url: string, run: (thing: Thing) => Promise<void>) => Promise<void>;

/** A thing on the wire. */
export type Wire = Readonly<Record<string, unknown>>;

/** Its values as texts. */
export const textsOf = (values: Wire): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "string" ? value : JSON.stringify(value ?? ""),
    ]),
  );

const statusPage: ThingKind = (bench, url, run) =>
  withStatusPage(bench, { title: "at once" }, (slug) => {
    const values = ({ title, description, footerText, customCSS }: Wire): Values =>
      textsOf({ title, description, footerText, customCSS });
    return run({
      values: async ({ statusPages }) => values((await statusPages.get(slug)).raw),
      changes: [
        ({ statusPages }, count) => {
          const change = { title: `title ${count}` };
          return [change, () => statusPages.update(slug, change)];
        },
        ({ statusPages }, count) => {
          const change = { description: `description ${count}`, footerText: `footer ${count}` };
          return [change, () => statusPages.update(slug, change)];
        },
        ({ statusPages }, count) => {
          const customCss = `/* ${count} */`;
          return [{ customCSS: customCss }, () => statusPages.update(slug, { customCss })];
        },
      ],
      openPage: async (raw, count) => {
        const { config } = await raw.call("getStatusPage", slug);
        const groups = await freshPublicPage(url, slug);
        const saved: Wire = { domainNameList: [], ...(config as Wire), title: `page ${count}` };
        return [values(saved), () => raw.call("saveStatusPage", slug, saved, String(saved["icon"]), groups)];
      },
    });
  });

const settings: ThingKind = async (bench, _url, run) => {
  const before = await bench.client.settings.get();
  const values = ({ keepDataPeriodDays, primaryBaseURL, searchEngineIndex, checkBeta }: Wire): Values =>
    textsOf({ keepDataPeriodDays, primaryBaseURL, searchEngineIndex, checkBeta });
  const asText = (change: Wire): Values => textsOf(change);
  // Two that store a setting for the first time at once: the database takes one, and the server refuses the other.
  const stored = { keepDataPeriodDays: 199, primaryBaseURL: "", searchEngineIndex: true, checkBeta: true };
  await bench.client.settings.update(stored);
  try {
    await run({
      values: async (client) => values(await client.settings.get()),
      changes: [
        (client, count) => {
          const change = { keepDataPeriodDays: 200 + count };
          return [asText(change), () => client.settings.update(change)];
        },
        (client, count) => {
          const change = { primaryBaseURL: `https://at-once-${count}.example`, checkBeta: count % 2 === 0 };
          return [asText(change), () => client.settings.update(change)];
        },
        (client, count) => {
          const change = { searchEngineIndex: count % 3 === 0 };
          return [asText(change), () => client.settings.update(change)];
        },
      ],
      openPage: async (raw, count) => {
        const { data } = await raw.call("getSettings");
        const saved: Wire = { disableAuth: false, ...(data as Wire), keepDataPeriodDays: 100 + count };
        return [values(saved), () => raw.call("setSettings", saved, "")];
      },
    });
  } finally {
    const { keepDataPeriodDays = 180, primaryBaseURL = "", searchEngineIndex = false, checkBeta = false } = before;
    await bench.client.settings.update({ keepDataPeriodDays, primaryBaseURL, searchEngineIndex, checkBeta });
  }
};

const maintenance: ThingKind = async (bench, _url, run) => {
  const { id } = await bench.client.maintenance.create({ strategy: "manual", title: "at once", active: false });
  const monitors = [0, 1].map(() => bench.create({ type: "push", name: uniqueName("linked"), interval: 300 }));
  const [one, two] = (await Promise.all(monitors)).map((monitor) => monitor.id) as [number, number];
  const planOf = (days: number) =>
    ({ strategy: "recurring-interval", intervalDays: days, timeRange: { from: "02:00", to: "03:00" } }) as const;
  const values = ({ title, description, active, intervalDay }: Wire): Values =>
    textsOf({ title, description, active: Boolean(active), intervalDay });
  try {
    await bench.client.maintenance.update(id, planOf(1));
    await run({
      values: async (client) => {
        const { raw } = await client.maintenance.get(id);
        const linked = await client.maintenance.monitorIds(id);
        return { ...values(raw), linked: linked.join(" ") };
      },
      stored: async (raw) => values((await raw.call("getMaintenance", id))["maintenance"] as Wire),
      changes: [
        (client, count) => {
          const change = { title: `title ${count}` };
          return [change, () => client.maintenance.update(id, change)];
        },
        (client, count) => {
          const change = { description: `description ${count}` };
          return [change, () => client.maintenance.update(id, change)];
        },
        (client, count) => {
          const days = 2 + count;
          return [{ intervalDay: String(days) }, () => client.maintenance.update(id, planOf(days))];
        },
        (client, count) => {
          const isOn = count % 2 === 0;
          const { maintenance: all } = client;
          return [{ active: String(isOn) }, () => (isOn ? all.resume(id) : all.pause(id))];
        },
        (client, count) => {
          const ids = count % 2 === 0 ? [one] : [one, two];
          return [{ linked: ids.join(" ") }, () => client.maintenance.setMonitors(id, ids)];
        },
      ],
      openPage: async (raw, count) => {
        const { maintenance: row } = await raw.call("getMaintenance", id);
        const saved: Wire = { ...(row as Wire), title: `page ${count}` };
        return [values(saved), () => raw.call("editMaintenance", saved)];
      },
    });
  } finally {
    await bench.client.maintenance.delete(id);
  }
};

const notification: ThingKind = async (bench, _url, run) => {
  const made = await bench.createNotification({
    type: "webhook",
    name: uniqueName("at once"),
    webhookURL: "http://127.0.0.1:9/x",
    webhookContentType: "json",
  });
  const { id } = made;
  const values = ({ name, webhookURL, webhookAdditionalHeaders }: Wire): Values =>
    textsOf({ name, webhookURL, webhookAdditionalHeaders });
  await run({
    values: async ({ notifications }) => {
      const { config, name } = await notifications.get(id);
      return values({ ...config, name });
    },
    changes: [
      ({ notifications }, count) => {
        const change = { name: `name ${count}` };
        return [change, () => notifications.update(id, change)];
      },
      ({ notifications }, count) => {
        const change = { webhookURL: `http://127.0.0.1:9/${count}` };
        return [change, () => notifications.update(id, change)];
      },
      ({ notifications }, count) => {
        const change = { webhookAdditionalHeaders: JSON.stringify({ count }) };
        return [change, () => notifications.update(id, change)];
      },
    ],
    openPage: async (raw, count) => {
      // The page has it from the list that was sent last.
      const { config, name } = await bench.client.notifications.get(id);
      const saved: Wire = { ...config, name, isDefault: false, webhookURL: `http://127.0.0.1:9/page-${count}` };
      return [values(saved), () => raw.call("addNotification", saved, id)];
    },
  });
};

/** The larger things that several write at once, apart from monitors. */
export const largeThingKinds: Readonly<Record<string, ThingKind>> = {
  "a status page": statusPage,
  "the settings": settings,
  "a maintenance": maintenance,
  "a notification": notification,
};
