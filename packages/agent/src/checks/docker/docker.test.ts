import { createServer } from "node:http";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { chooseContainers } from "./choose-containers.ts";
import { ContainerMemory } from "./container-memory.ts";
import { containerDetails, containerState, type ContainerState } from "./container-state.ts";
import { judgeContainer } from "./judge-container.ts";
import { Patience } from "./patience.ts";
import { sinceWhen } from "./since-when.ts";
import { summarise } from "./summarise.ts";
import { withoutPredecessors } from "./without-predecessors.ts";
import { lookByConfig, problemsOf, untilNoSocket, type Settings } from "../../../test/support/check-by-config.ts";
import { closeAll, listen, plainServer } from "../../../test/support/listen.ts";

// The behaviour of containers is tested against a real podman in test/e2e/docker.test.ts.

const running: ContainerState = {
  id: "1",
  name: "web",
  status: "running",
  startedAt: "",
  finishedAt: "",
  exitCode: 0,
  wasOutOfMemory: false,
  error: "",
  health: "none",
  healthOutput: "",
  restarts: 0,
};
const calm = { crashLoop: undefined, wasRestarted: false };

test.each<[Partial<ContainerState>, string, string]>([
  [{}, "up", "web is running"],
  [{ health: "healthy" }, "up", "web is healthy"],
  [{ health: "starting" }, "starting", "web is starting, its health is not known yet"],
  [
    { health: "unhealthy", healthOutput: "\ncurl: (7) refused\u0007\n" },
    "down",
    'web is unhealthy: "curl: (7) refused"',
  ],
  [{ status: "paused" }, "down", "web is paused"],
  [{ status: "dead" }, "down", "web is dead"],
  [{ status: "something new" }, "down", "web is something new"],
  [{ status: "restarting", exitCode: 1 }, "down", "web died with exit code 1 and is being restarted"],
  [{ status: "exited", exitCode: 1 }, "down", "web exited with exit code 1"],
  [{ status: "exited", exitCode: 143 }, "stopped", "web exited with exit code 143/SIGTERM"],
  [
    { status: "exited", exitCode: 137, wasOutOfMemory: true },
    "down",
    "web exited with out of memory, exit code 137/SIGKILL",
  ],
  [{ status: "exited", exitCode: 127, error: "no such file" }, "down", "web exited with exit code 127: no such file"],
  [{ status: "exited" }, "stopped", "web exited with exit code 0"],
  [{ status: "created" }, "stopped", "web was created, but never started"],
  [{ status: "removing" }, "stopped", "web is removing"],
])("%j that must run is %s", (state, status, text) => {
  expect(judgeContainer({ ...running, ...state }, calm, { mustRun: true, exitCodes: [0] })).toEqual({ status, text });
});

test("one that need not run may end with a right exit code, but not for want of memory", () => {
  const judge = (state: Partial<ContainerState>) =>
    judgeContainer({ ...running, status: "exited", ...state }, calm, { mustRun: false, exitCodes: [0, 137] }).status;
  expect([
    judge({}),
    judge({ exitCode: 137 }),
    judge({ exitCode: 1 }),
    judge({ exitCode: 137, wasOutOfMemory: true }),
  ]).toEqual(["up", "up", "down", "down"]);
});

describe("the choice", () => {
  const all = ["shop-web", "shop-db", "shop.web", "mail"].map((name) => ({
    id: name,
    name,
    labels: { team: name.slice(0, 4), odd: "a=b" },
  }));
  test.each<[readonly string[] | undefined, string | undefined, string[]]>([
    [undefined, undefined, ["shop-web", "shop-db", "shop.web", "mail"]],
    [["shop-*"], undefined, ["shop-web", "shop-db"]],
    [["shop?web"], undefined, ["shop-web", "shop.web"]],
    [["shop.web"], undefined, ["shop.web"]],
    [["*"], "team=mail", ["mail"]],
    [["*web"], undefined, ["shop-web", "shop.web"]],
    [["s*p*b"], undefined, ["shop-web", "shop-db", "shop.web"]],
    [["mai"], undefined, []],
    [["mail?"], undefined, []],
    [undefined, "odd=a=b", ["shop-web", "shop-db", "shop.web", "mail"]],
    [undefined, "odd=a", []],
    [undefined, "toString", []],
  ])("names %j, label %j", (names, label, expected) => {
    const choice = { ...(names && { names }), ...(label === undefined ? {} : { label }) };
    expect(chooseContainers(all, choice).containers.map(({ name }) => name)).toEqual(expected);
  });

  test("a pattern with many stars takes no time", () => {
    const container = { id: "1", name: "a".repeat(200), labels: {} };
    const startedAt = performance.now();
    expect(chooseContainers([container], { names: [`${"*a".repeat(100)}b`] }).containers).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});

describe("a container that its engine restarts", () => {
  const at = (second: number): string => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();
  /** Its runs, each with its start and its end, in s, looked at 0.1 s after each start. */
  function runsOf(exitCode: number, runs: readonly (readonly [start: number, endBefore: number])[]): string[] {
    const memory = new ContainerMemory();
    return runs.map(([startAt, endBefore], restarts) => {
      if (restarts > 0) memory.noteDeath("1", exitCode);
      const state = { ...running, restarts, startedAt: at(startAt), finishedAt: at(endBefore) };
      const { status, text } = judgeContainer(state, memory.note(state, startAt * 1000 + 100), {
        mustRun: true,
        exitCodes: [0],
      });
      return `${status} ${text}`;
    });
  }

  test("ends by itself every 20 s: UP, with a note", () => {
    expect(runsOf(0, [[0, -1], [20, 20], [40, 40], [60, 60]])).toEqual([
      "up web is running",
      "up web is running",
      "up web is running",
      "up web is running; it ended by itself and was restarted 3 times in 5 min",
    ]); // prettier-ignore
  });

  test("lives 2 s and fails: DOWN all the while", () => {
    expect(runsOf(7, [[0, -1], [2, 2], [4, 4], [6, 6]])).toEqual([
      "up web is running",
      "down web died with exit code 7 and was restarted",
      "down web died with exit code 7 and was restarted",
      "down web keeps dying: 3 restarts in 5 min, last with exit code 7",
    ]); // prettier-ignore
  });

  test("ends at once, well or not: it keeps dying", () => {
    expect(runsOf(0, [[0, -1], [1, 0.2], [2, 1.2], [3, 2.2]]).at(-1)).toMatch(/^down web keeps dying/); // prettier-ignore
  });

  test("that waits for its next start after a good end has not failed", () => {
    const state = { ...running, status: "restarting", startedAt: at(0), finishedAt: at(20) };
    const verdict = judgeContainer(state, new ContainerMemory().note(state, 0), { mustRun: true, exitCodes: [0] });
    expect(verdict).toEqual({ status: "stopped", text: "web ended and waits for its next start" });
  });
});

test("a task of a swarm is judged by its newest container, and what runs counts in any case", () => {
  const task = (id: string, slot: string) => ({
    id,
    name: `shop_web.${slot}.${id}`,
    labels: { "com.docker.swarm.task.name": `shop_web.${slot}.${id}` },
  });
  const state = (id: string, status: string, startedAt: string): ContainerState => ({
    ...running,
    id,
    status,
    startedAt,
  });
  const containers = [
    task("new", "1"),
    task("old", "1"),
    task("dead", "2"),
    task("older", "2"),
    { id: "x", name: "x", labels: {} },
  ];
  const states = [
    state("new", "running", "2026-01-02T00:00:00Z"),
    state("old", "exited", "2026-01-01T00:00:00Z"),
    state("dead", "exited", "2026-01-02T00:00:00Z"),
    state("older", "exited", "2026-01-01T00:00:00Z"),
    state("x", "exited", ""),
  ];
  expect(withoutPredecessors(containers, states).map(({ id }) => id)).toEqual(["new", "dead", "x"]);
});

test.each<[unknown, unknown, ContainerState["health"]]>([
  [{ Status: "starting", FailingStreak: 0, Log: null }, null, "none"],
  [{ Status: "starting", FailingStreak: 0, Log: null }, { Test: ["NONE"] }, "none"],
  [{ Status: "starting", FailingStreak: 0, Log: null }, { Test: ["CMD-SHELL", "true"] }, "starting"],
  [{ Status: "starting", FailingStreak: 1, Log: [{ Output: "no" }] }, undefined, "starting"],
  [{ Status: "unhealthy", FailingStreak: 3, Log: null }, null, "unhealthy"],
])("the health of podman's %j with the check %j is %s", (Health, Healthcheck, health) => {
  const details = { Id: "1", Config: { Healthcheck }, State: { Status: "running", Health } };
  expect(containerState(containerDetails.parse(details)).health).toBe(health);
});

test("nothing is reported of what nobody has seen run, until its time is up; one whose health is not known yet runs", () => {
  const gone = { status: "pending", text: "there is no container web", runs: false } as const;
  const young = { status: "pending", text: "db is starting, its health is not known yet", runs: true } as const;
  expect(summarise([gone])).toMatchObject({ status: "pending", countsAsUp: false });
  expect(summarise([gone, young])).toMatchObject({ status: "pending", countsAsUp: false });
  expect(summarise([young])).toMatchObject({ status: "pending", countsAsUp: true });
});

test("all are DOWN since the first death, and UP since the last start", () => {
  const [up, down] = ["up", "down"] as const;
  expect(summarise([{ status: up, text: "a", sinceMs: 9 }, { status: down, text: "b", sinceMs: 5 }, { status: down, text: "c", sinceMs: 7 }]).sinceMs).toBe(7); // prettier-ignore
  expect(summarise([{ status: up, text: "a", sinceMs: 9 }, { status: up, text: "b", sinceMs: 4 }]).sinceMs).toBe(4); // prettier-ignore
});

test.each<[Partial<ContainerState>, boolean, number | undefined]>([
  [{ startedAt: "2026-01-01T00:00:00.5Z" }, true, 9500],
  [{ startedAt: "2026-01-01T00:00:00.5Z" }, false, undefined],
  [{ status: "exited", startedAt: "2026-01-01T00:00:00Z", finishedAt: "2026-01-01T00:00:02.123456789Z" }, false, 7877],
  [{ status: "created", finishedAt: "0001-01-01T00:00:00Z" }, false, undefined],
  [{ status: "exited", finishedAt: "2027-01-01T00:00:00Z" }, false, undefined],
  [{ status: "exited" }, false, undefined],
])("%j, UP %s, has been so for %s ms", (state, isUp, ms) => {
  expect(sinceWhen({ ...running, ...state }, isUp, Date.UTC(2026, 0, 1, 0, 0, 10))).toBe(ms);
});

test("patience counts from the first time, and forgets what is over", () => {
  const patience = new Patience();
  const web = new Map([["web", 5_000]]);
  expect(patience.judge(web, 1_000)).toEqual({ over: new Set(), nextInMs: 5_000 });
  expect(patience.judge(web, 5_000)).toEqual({ over: new Set(), nextInMs: 1_000 });
  expect(patience.judge(web, 6_000)).toEqual({ over: new Set(["web"]) });
  expect(patience.judge(new Map(), 7_000)).toEqual({ over: new Set() });
  expect(patience.judge(web, 8_000)).toEqual({ over: new Set(), nextInMs: 5_000 });
});

describe("what is not an engine", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "kuma-docker-"));
  });
  afterEach(async () => {
    await closeAll();
    await untilNoSocket();
    await rm(folder, { recursive: true });
  });

  /** Looks, and ends the check as the agent does. */
  async function look(settings: Settings) {
    const stop = new AbortController();
    try {
      return await lookByConfig({ type: "docker", timeout: 0.5, ...settings }, { signal: stop.signal });
    } finally {
      stop.abort();
    }
  }

  test("there is no socket", async () => {
    expect(await look({ socket: `${folder}/none`, downAfter: 0 })).toEqual({
      status: "down",
      message: `the container engine is not running: there is no socket ${folder}/none`,
    });
    expect((await look({ socket: `${folder}/none` })).status).toBe("pending");
  });

  test("a socket that never answers, or drips", async () => {
    const path = join(folder, "mute.sock");
    await listen(plainServer(), { path });
    expect(await look({ socket: path, downAfter: 0 })).toEqual({
      status: "down",
      message: `the container engine does not answer at ${path}`,
    });
  });

  test.each([
    ["<html>", 200, "its answer is not JSON"],
    ['{"a":1}', 200, "its answer is about something else"],
    ['[{"Id":7}]', 200, "its answer is about something else"],
    ["no", 404, "it answered with HTTP 404"],
  ])("%j with %i", async (body, status, why) => {
    const path = join(folder, "web.sock");
    await listen(
      createServer((_, response) => response.writeHead(status).end(body)),
      { path },
    );
    expect(await look({ socket: path })).toEqual({
      status: "noData",
      message: `what answers at ${path} is neither Docker nor podman: ${why}`,
    });
  });

  test("it speaks no HTTP", async () => {
    const path = join(folder, "ssh.sock");
    await listen(
      plainServer((socket) => void socket.end("SSH-2.0\r\n")),
      { path },
    );
    expect((await look({ socket: path })).message).toMatch(/it speaks no HTTP$/);
  });
});

test.each<[Settings, string]>([
  [{ socket: "docker.sock" }, "socket: must be the absolute path of a socket"],
  [{ containers: [] }, "containers: name at least one container"],
  [{ containers: ["a b"] }, "must be the name of a container"],
  [{ containers: ["$(reboot)"] }, "must be the name of a container"],
  [{ label: "=x" }, "label: must be key or key=value"],
  [{ exitCodes: [256] }, "must be at most 255"],
  [{ container: "web" }, 'container: unknown setting, did you mean "containers"?'],
])("%j is refused: %s", (settings, problem) => {
  expect(problemsOf({ type: "docker", ...settings })).toContain(problem);
});
