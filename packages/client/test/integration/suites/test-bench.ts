import { afterAll, beforeAll, expect } from "vitest";
import { connect, passwordAuth, sessionTokenAuth } from "../../../src/index.ts";
import type {
  KumaClient,
  Logger,
  Monitor,
  MonitorInput,
  Notification,
  NotificationInputOf,
} from "../../../src/index.ts";

import { failureOf } from "../../support/failure-of.ts";

declare module "vitest" {
  interface TaskMeta {
    /**
     * The type that a test created, read back, changed, and deleted. `tools/src/tested-servers.ts` counts it in the
     * report of the tests.
     */
    roundTrip?: "monitor type" | "notification type";
    /** Which way the server goes where later ones are about to go another. It is on the same page. */
    upstream?: string;
  }
}

/** A server to be tested. */
export interface ServerUnderTest {
  readonly label: string;
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

// The server takes 20 log-ins a minute from everybody: one by password for each server, the rest by its session.
const tokens = new Map<string, Promise<string>>();

async function logInOnce(server: ServerUnderTest): Promise<string> {
  await using client = await connect({ url: server.url, auth: passwordAuth(server) });
  if (client.session.token === undefined) throw new Error(`${server.label} gave no session token`);
  return client.session.token;
}

/** The session token of a server; logs in with the password the first time. */
export function tokenOf(server: ServerUnderTest): Promise<string> {
  const token = tokens.get(server.url) ?? logInOnce(server);
  tokens.set(server.url, token);
  return token;
}

/** Opens a client with the session token; by another way to the server when `url` is given. */
export async function openClient(server: ServerUnderTest, logger?: Logger, url = server.url): Promise<KumaClient> {
  return connect({ url, auth: sessionTokenAuth(await tokenOf(server)), logger });
}

/** A client for the tests of one suite, and what has to be removed at its end. */
export interface TestBench {
  readonly client: KumaClient;
  /** Creates a monitor that is deleted in the end. By default it alerts nobody. */
  create(input: MonitorInput): Promise<Monitor>;
  /** Sets up a notification that is deleted in the end. */
  createNotification<Type extends string>(input: NotificationInputOf<Type>): Promise<Notification>;
  /** Deletes a tag in the end. */
  removeTag(id: number): void;
}

/** A name that no other monitor of the server has. */
export function uniqueName(text: string): string {
  return `${text} ${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
}

/** Opens a client before the tests of a suite, and removes everything that was made with it after them. */
export function useTestBench(server: ServerUnderTest): TestBench {
  let client: KumaClient | undefined;
  const cleanUps: (() => Promise<unknown>)[] = [];
  const present = (): KumaClient => {
    if (client === undefined) throw new Error("the suite has not begun yet");
    return client;
  };
  beforeAll(async () => {
    client = await openClient(server);
  });
  afterAll(async () => {
    for (const cleanUp of cleanUps.toReversed()) await cleanUp();
    await client?.close();
  });
  const ignoreMissing = async (
    id: number,
    list: () => Promise<readonly { readonly id: number }[]>,
    remove: () => Promise<void>,
  ) => {
    if ((await list()).some((item) => item.id === id)) await remove();
  };
  return {
    get client() {
      return present();
    },
    create: async (input) => {
      const monitor = await present().monitors.create({ notificationIds: [], ...input });
      const { monitors } = present();
      cleanUps.push(() =>
        ignoreMissing(
          monitor.id,
          () => monitors.list(),
          () => monitors.delete(monitor.id),
        ),
      );
      return monitor;
    },
    createNotification: async <Type extends string>(input: NotificationInputOf<Type>) => {
      const notification = await present().notifications.create(input);
      const { notifications } = present();
      cleanUps.push(() =>
        ignoreMissing(
          notification.id,
          () => notifications.list(),
          () => notifications.delete(notification.id),
        ),
      );
      return notification;
    },
    removeTag: (id) => {
      const { tags } = present();
      cleanUps.push(() =>
        ignoreMissing(
          id,
          () => tags.list(),
          () => tags.delete(id),
        ),
      );
    },
  };
}

/** Pushes a result to a push monitor, and checks that the server took it. */
export async function push(pushUrl: string, query: Readonly<Record<string, string>>): Promise<void> {
  const response = await fetch(`${pushUrl}?${new URLSearchParams(query).toString()}`);
  const text = await response.text();
  if (response.status !== 200 || text !== '{"ok":true}')
    throw new Error(`the push was answered with ${response.status} ${text}`);
}

/** Checks that a server is said to be too old for something. */
export async function expectUnsupported(promise: Promise<unknown>, needs: string): Promise<void> {
  expect(await failureOf(promise)).toMatchObject({ code: "KUMA_UNSUPPORTED", needs });
}
