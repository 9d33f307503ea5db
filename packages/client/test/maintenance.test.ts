import { describe, expect, test } from "vitest";
import { connect, sessionTokenAuth } from "../src/index.ts";
import type { KumaClient, MaintenanceInput, WeekdayPlan } from "../src/index.ts";
import { failureOf } from "./support/failure-of.ts";
import { noAnswer, sayListsOfTwo, sessionToken, startScriptedKuma } from "./support/scripted-kuma.ts";
import type { Script, ScriptedKuma } from "./support/scripted-kuma.ts";

type Row = Record<string, unknown>;

const monitorList = { 7: { id: 7, type: "push", interval: 60 } };

/** A scripted server that keeps maintenances as a 2.5.3 does, as far as the client's own rules need it. */
async function startWith(rows: Map<number, Row>, overrides: Script["replies"] = {}): Promise<ScriptedKuma> {
  return startScriptedKuma({
    replies: {
      loginByToken: (_, socket) => (sayListsOfTwo(socket, monitorList), { ok: true }),
      getMaintenanceList: (_, socket) => (socket.emit("maintenanceList", Object.fromEntries(rows)), { ok: true }),
      getMonitorList: (_, socket) => (socket.emit("monitorList", monitorList), { ok: true }),
      addMaintenance: ([row]) => {
        const id = rows.size + 1;
        rows.set(id, { timeslotList: [], status: "scheduled", timezone: "UTC", ...(row as Row), id });
        return { ok: true, maintenanceID: id };
      },
      addMonitorMaintenance: () => ({ ok: true }),
      resumeMaintenance: ([id]) => ({ ok: Object.assign(rows.get(Number(id)) ?? {}, { active: true }) !== undefined }),
      deleteMaintenance: ([id]) => ({ ok: rows.delete(Number(id)) }),
      getMaintenance: ([id]) => ({ ok: true, maintenance: rows.get(Number(id)) }),
      editMaintenance: ([row]) => ({ ok: rows.set(Number((row as Row)["id"]), row as Row) !== undefined }),
      ...overrides,
    },
  });
}

function open(kuma: ScriptedKuma): Promise<KumaClient> {
  return connect({ url: kuma.url, auth: sessionTokenAuth(sessionToken), timeouts: { call: 1_000 } });
}

const manual = { strategy: "manual", title: "repair" } as const;

describe("a maintenance", () => {
  test("is created paused, linked, and put in force in the end", async () => {
    await using kuma = await startWith(new Map());
    await using client = await open(kuma);
    await client.maintenance.create({ ...manual, monitorIds: [7, 7] });
    const writes = kuma.received.filter(({ event }) => /^(?:add|resume)/.test(event));
    expect(writes.map(({ event }) => event)).toEqual(["addMaintenance", "addMonitorMaintenance", "resumeMaintenance"]);
    expect(writes[0]?.args).toMatchObject([
      { strategy: "manual", active: false, description: "", dateRange: [null, null] },
    ]);
    expect(writes[1]?.args).toEqual([1, [{ id: 7 }]]);
  });

  test.each(["addMonitorMaintenance", "resumeMaintenance"])("of which %s fails is taken back", async (event) => {
    const rows = new Map<number, Row>();
    await using kuma = await startWith(rows, { [event]: () => ({ ok: false, msg: "no" }) });
    await using client = await open(kuma);
    const failure = await failureOf(client.maintenance.create({ ...manual, monitorIds: [7] }));
    expect(failure).toMatchObject({ code: "KUMA_REJECTED" });
    expect([...rows]).toEqual([]);
  });

  test("that cannot be taken back is named", async () => {
    await using kuma = await startWith(new Map(), {
      addMonitorMaintenance: () => ({ ok: false, msg: "disk full" }),
      deleteMaintenance: () => ({ ok: false, msg: "disk full" }),
    });
    await using client = await open(kuma);
    expect(await failureOf(client.maintenance.create({ ...manual, monitorIds: [7] }))).toMatchObject({
      code: "KUMA_REJECTED",
      message: 'The maintenance "repair" could not be finished, and is left behind with the id 1, paused.',
      cause: { message: expect.stringContaining("disk full") },
    });
  });

  test("whose creation is not answered is found, not made twice", async () => {
    const rows = new Map<number, Row>([
      [1, { ...manual, id: 1, dateRange: [], timeRange: [], weekdays: [], daysOfMonth: [], timeslotList: [] }],
    ]);
    await using kuma = await startWith(rows, {
      addMaintenance: ([row]) => (rows.set(2, { timeslotList: [], ...(row as Row), id: 2 }), noAnswer),
    });
    await using client = await open(kuma);
    expect(await client.maintenance.create(manual)).toMatchObject({ id: 2, active: true });
    expect(kuma.argsOf("addMaintenance")).toHaveLength(1);
  });

  test("that would stay as it is is not sent", async () => {
    await using kuma = await startWith(new Map());
    await using client = await open(kuma);
    const plan: WeekdayPlan = {
      strategy: "recurring-weekday",
      weekdays: ["monday"],
      timeRange: { from: "23:00", to: "01:00" },
      timeZone: "Europe/Berlin",
    };
    const { id } = await client.maintenance.create({ title: "same", ...plan });
    await client.maintenance.update(id, { title: "same", description: "", active: true, ...plan });
    expect(kuma.argsOf("editMaintenance")).toEqual([]);
    await client.maintenance.update(id, { ...plan, strategy: plan.strategy, weekdays: ["sunday"] });
    expect(kuma.argsOf("editMaintenance")).toMatchObject([[{ id, weekdays: [0], title: "same" }]]);
  });

  test("that the server shows, but has not stored, is stored once more", async () => {
    const rows = new Map<number, Row>();
    const stored = new Map<number, Row>();
    let edits = 0;
    await using kuma = await startWith(rows, {
      getMaintenance: ([id]) => ({ ok: true, maintenance: stored.get(Number(id)) }),
      editMaintenance: ([given]) => {
        const [row, id] = [given as Row, Number((given as Row)["id"])];
        edits += 1;
        // As when another edit was under way: the row in memory is changed, and the database is not.
        stored.set(id, edits === 1 ? { ...rows.get(id) } : row);
        rows.set(id, row);
        return { ok: true };
      },
    });
    await using client = await open(kuma);
    const { id } = await client.maintenance.create({ ...manual, active: false });
    expect(await client.maintenance.update(id, { title: "after" })).toMatchObject({ title: "after" });
    expect(kuma.argsOf("editMaintenance")).toHaveLength(2);
    expect(stored.get(id)).toMatchObject({ title: "after" });
  });

  test("of a strategy from the future does not hide the others", async () => {
    const future = { id: 3, strategy: "lunar", title: "full moon", phase: 4 };
    const rest = { dateRange: [], timeRange: [], weekdays: [], daysOfMonth: [], timeslotList: [] };
    await using kuma = await startWith(new Map<number, Row>([[3, { ...rest, ...future }]]));
    await using client = await open(kuma);
    const [found] = await client.maintenance.list();
    expect(found).toMatchObject({ id: 3, strategy: "other", title: "full moon" });
    await client.maintenance.update(3, { title: "new moon" });
    expect(kuma.argsOf("editMaintenance")).toMatchObject([[{ ...future, title: "new moon" }]]);
  });

  test("given as dates is written as clocks in its zone show it, also where they change", async () => {
    await using kuma = await startWith(new Map());
    await using client = await open(kuma);
    // The night in which Berlin leaves out 2 to 3 o'clock.
    const start = new Date("2031-03-30T00:30:00Z");
    const end = new Date("2031-03-30T01:30:00Z");
    const made = await client.maintenance.create({
      strategy: "single",
      title: "t",
      start,
      end,
      timeZone: "Europe/Berlin",
    });
    expect(kuma.argsOf("addMaintenance")).toMatchObject([
      [{ dateRange: ["2031-03-30 01:30", "2031-03-30 03:30"], timezoneOption: "Europe/Berlin" }],
    ]);
    expect(made).toMatchObject({ start: "2031-03-30 01:30", end: "2031-03-30 03:30", timeZone: "Europe/Berlin" });
    await client.maintenance.create({ strategy: "single", title: "t", start, end });
    expect(kuma.argsOf("addMaintenance")[1]).toMatchObject([
      { dateRange: ["2031-03-30 00:30", "2031-03-30 01:30"], timezoneOption: "UTC" },
    ]);
  });

  const range = { from: "01:00", to: "02:00" } as const;
  const single = { strategy: "single", start: "2031-01-01 00:00", end: "2031-01-01 01:00" };
  test.each<readonly [string, Record<string, unknown>]>([
    ["title", { strategy: "manual", title: " " }],
    ["strategy", { title: "x", strategy: "weekly" }],
    ["cron", { ...manual, cron: "* * * * *" }],
    ["start", { title: "x", ...single, start: "2031-02-30 00:00" }],
    ["start", { title: "x", ...single, start: new Date(Number.NaN) }],
    ["end", { title: "x", ...single, end: "2031-01-01 00:00" }],
    ["timeZone", { title: "x", ...single, timeZone: "Europe/Bärlin" }],
    ["timeZone", { title: "x", ...single, end: new Date("2031-01-02T00:00:00Z"), timeZone: "server" }],
    ["cron", { title: "x", strategy: "cron", cron: "every day", durationMinutes: 5 }],
    ["durationMinutes", { title: "x", strategy: "cron", cron: "0 0 * * *", durationMinutes: 0 }],
    ["intervalDays", { title: "x", strategy: "recurring-interval", intervalDays: 0.5, timeRange: range }],
    [
      "timeRange.from",
      { title: "x", strategy: "recurring-interval", intervalDays: 1, timeRange: { from: "24:00", to: "01:00" } },
    ],
    [
      "timeRange",
      { title: "x", strategy: "recurring-interval", intervalDays: 1, timeRange: { from: "01:00", to: "01:00" } },
    ],
    ["weekdays", { title: "x", strategy: "recurring-weekday", weekdays: [], timeRange: range }],
    ["weekdays.0", { title: "x", strategy: "recurring-weekday", weekdays: ["Monday"], timeRange: range }],
    ["daysOfMonth.1", { title: "x", strategy: "recurring-day-of-month", daysOfMonth: [1, 32], timeRange: range }],
    ["monitorIds.0", { ...manual, monitorIds: ["7"] }],
  ])("with a wrong %s is refused before anything is sent", async (field, input) => {
    await using kuma = await startWith(new Map());
    await using client = await open(kuma);
    const failure = await failureOf(client.maintenance.create(input as unknown as MaintenanceInput));
    expect(failure).toMatchObject({ code: "KUMA_VALIDATION", field });
    expect(kuma.argsOf("addMaintenance")).toEqual([]);
  });
});

describe("a maintenance of which nobody knows who made it", () => {
  const twin = (row: unknown, change: Row = {}): Row => ({ timeslotList: [], ...(row as Row), ...change, id: 2 });

  test.each([
    ["says something else", { description: "theirs" }, []],
    ["is in force", { active: true }, []],
    ["is for a monitor", {}, [{ id: 7 }]],
  ])("and which %s is not deleted when the server has refused ours, but named", async (_, change, monitors) => {
    const rows = new Map<number, Row>();
    await using kuma = await startWith(rows, {
      addMaintenance: ([row]) => (rows.set(2, twin(row, change)), { ok: false, msg: "no schedule" }),
      getMonitorMaintenance: () => ({ ok: true, monitors }),
    });
    await using client = await open(kuma);
    expect(await failureOf(client.maintenance.create(manual))).toMatchObject({
      code: "KUMA_REJECTED",
      hint: "A maintenance of that title is new (id 2): look at it before you try again.",
    });
    expect([...rows.keys()]).toEqual([2]);
  });

  test("but which says what the server has just refused, and is for nobody, is deleted", async () => {
    const rows = new Map<number, Row>();
    await using kuma = await startWith(rows, {
      addMaintenance: ([row]) => (rows.set(2, twin(row)), { ok: false, msg: "no schedule" }),
      getMonitorMaintenance: () => ({ ok: true, monitors: [] }),
    });
    await using client = await open(kuma);
    expect(await failureOf(client.maintenance.create(manual))).toMatchObject({ code: "KUMA_REJECTED" });
    expect([...rows.keys()]).toEqual([]);
  });

  test("is not taken for ours when it says something else", async () => {
    const rows = new Map<number, Row>();
    await using kuma = await startWith(rows, {
      addMaintenance: ([row]) => (rows.set(2, twin(row, { description: "theirs" })), noAnswer),
    });
    await using client = await open(kuma);
    expect(await failureOf(client.maintenance.create(manual))).toMatchObject({ code: "KUMA_TIMEOUT_CALL" });
    expect(kuma.argsOf("resumeMaintenance")).toEqual([]);
  });

  test("is left when it cannot be finished", async () => {
    const rows = new Map<number, Row>();
    await using kuma = await startWith(rows, {
      addMaintenance: ([row]) => (rows.set(2, twin(row)), noAnswer),
      resumeMaintenance: () => ({ ok: false, msg: "no" }),
    });
    await using client = await open(kuma);
    expect(await failureOf(client.maintenance.create(manual))).toMatchObject({
      hint: 'The maintenance "repair" (id 2) is left behind, paused.',
    });
    expect([...rows.keys()]).toEqual([2]);
  });
});
