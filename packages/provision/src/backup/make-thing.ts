import type {
  DockerHostInput,
  KumaClient,
  MaintenanceInput,
  MonitorInput,
  NotificationInputOf,
  ProxyInput,
  RemoteBrowserInput,
  StatusPageInput,
  TagInput,
} from "@kumakit/client";

import type { BackupKind } from "./backup.ts";
import type { NewIds } from "./new-ids.ts";
import type { RestoreStep } from "./plan-restore.ts";
import { hasUploadedIcon } from "./take-backup.ts";

type Input = Readonly<Record<string, unknown>>;
type Maker = (client: KumaClient, input: Input, ids: NewIds) => Promise<{ readonly id: number }>;

// The client checks every input by its own schema: a file can say anything.
const makers: Readonly<Record<BackupKind, Maker>> = {
  tag: ({ tags }, input) => tags.create(input as unknown as TagInput),
  proxy: ({ proxies }, input) => proxies.create(input as unknown as ProxyInput),
  "docker host": ({ dockerHosts }, input) => dockerHosts.create(input as unknown as DockerHostInput),
  "remote browser": ({ remoteBrowsers }, input) => remoteBrowsers.create(input as unknown as RemoteBrowserInput),
  notification: ({ notifications }, input) => notifications.create(input as unknown as NotificationInputOf<string>),
  monitor: ({ monitors }, input, ids) => monitors.create(monitorInput(input, ids)),
  "monitor tag": async ({ tags }, { monitor, tag, value }, ids) => {
    const id = ids.of("monitor", monitor);
    await tags.attach(id, ids.of("tag", tag), String(value));
    return { id };
  },
  "status page": ({ statusPages }, input, ids) => statusPages.create(pageInput(input, ids)),
  maintenance: ({ maintenance }, input, ids) =>
    maintenance.create({
      ...input,
      monitorIds: ids.ofAll("monitor", input["monitorIds"]),
      statusPageIds: ids.ofAll("status page", input["statusPageIds"]),
    } as unknown as MaintenanceInput),
};

/** Makes a thing of a backup. @returns its id @throws KumaError @throws ProvisionError `KUMA_RESTORE_LACKS` */
export async function makeThing(client: KumaClient, { kind, thing }: RestoreStep, ids: NewIds): Promise<number> {
  const { input } = thing;
  const { id } = await makers[kind](client, hasUploadedIcon(thing) ? { ...input, icon: undefined } : input, ids);
  return id;
}

function monitorInput(input: Input, ids: NewIds): MonitorInput {
  return {
    ...input,
    parent: ids.ofAny("monitor", input["parent"]),
    notificationIds: ids.ofAll("notification", input["notificationIds"]),
    ...renewed("proxyId", ids.ofAny("proxy", input["proxyId"])),
    ...renewed("dockerHost", ids.ofAny("docker host", input["dockerHost"])),
    ...renewed("remoteBrowser", ids.ofAny("remote browser", input["remoteBrowser"])),
  } as unknown as MonitorInput;
}

function renewed(name: string, id: number | undefined): Input {
  return id === undefined ? {} : { [name]: id };
}

function pageInput(input: Input, ids: NewIds): StatusPageInput {
  const groups = (input["groups"] as StatusPageInput["groups"]) ?? [];
  const placed = groups.map(({ name, monitors }) => ({
    name,
    monitors: monitors.map((monitor) => ({ ...monitor, id: ids.of("monitor", monitor.id) })),
  }));
  return { ...input, groups: placed } as unknown as StatusPageInput;
}
