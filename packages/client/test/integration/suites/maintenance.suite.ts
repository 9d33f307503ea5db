import { expect, test } from "vitest";
import { pushUrlOf } from "../../../src/index.ts";
import type { Maintenance, MaintenanceInput } from "../../../src/index.ts";
import { failureOf } from "../../support/failure-of.ts";
import { openClient, push, uniqueName, useTestBench } from "./test-bench.ts";
import type { ServerUnderTest } from "./test-bench.ts";

const hour = 3_600_000;

/** A day that is neither today nor near a change of day in any zone. */
function otherWeekday(): "monday" | "thursday" {
  return [0, 1, 2].includes(new Date().getUTCDay()) ? "thursday" : "monday";
}

/** Times in which monitors alert nobody. */
export function maintenanceSuite(server: ServerUnderTest): void {
  const bench = useTestBench(server);

  async function withMaintenance(
    input: MaintenanceInput,
    run: (maintenance: Maintenance) => Promise<void>,
  ): Promise<void> {
    const { maintenance } = bench.client;
    const made = await maintenance.create(input);
    try {
      await run(made);
    } finally {
      if ((await maintenance.list()).some(({ id }) => id === made.id)) await maintenance.delete(made.id);
    }
  }

  test("a manual one puts its monitors under maintenance at once, and lets them go again", async () => {
    const { maintenance, monitors } = bench.client;
    const monitor = await bench.create({ type: "push", name: uniqueName("push") });
    const url = pushUrlOf(server.url, monitor.pushToken ?? "");
    await push(url, { status: "up" });
    const title = uniqueName(`"50%" $(x) 😀`);
    await withMaintenance({ strategy: "manual", title, monitorIds: [monitor.id] }, async (made) => {
      expect(made).toEqual({
        id: made.id,
        strategy: "manual",
        title,
        description: "",
        active: true,
        status: "under-maintenance",
        effectiveTimeZone: expect.any(String),
        timeSlots: [],
      });
      expect(await maintenance.monitorIds(made.id)).toEqual([monitor.id]);
      await push(url, { status: "down" });
      const during = await monitors.heartbeats(monitor.id, { hours: 1 });
      expect(during.at(-1)?.status).toBe("maintenance");

      await maintenance.pause(made.id);
      expect(await maintenance.get(made.id)).toMatchObject({ active: false, status: "inactive" });
      await push(url, { status: "up" });
      expect((await monitors.heartbeats(monitor.id, { hours: 1 })).at(-1)?.status).toBe("up");
      await maintenance.resume(made.id);
      expect(await maintenance.get(made.id)).toMatchObject({ active: true, status: "under-maintenance" });
    });
  });

  test("a single one is kept exactly when given as dates, and is under maintenance in between", async () => {
    const start = new Date(Math.floor(Date.now() / 60_000) * 60_000 - hour);
    const end = new Date(start.getTime() + 3 * hour);
    await withMaintenance({ strategy: "single", title: uniqueName("single"), start, end }, async (made) => {
      expect(made).toMatchObject({ status: "under-maintenance", timeZone: "UTC", effectiveTimeZone: "UTC" });
      expect(made.timeSlots).toEqual([{ start, end }]);
    });
    const named = { start, end, timeZone: "Asia/Kathmandu" };
    await withMaintenance({ strategy: "single", title: uniqueName("named"), ...named }, async (made) => {
      expect(made).toMatchObject({ status: "under-maintenance", effectiveTimeZone: "Asia/Kathmandu" });
      expect(made.timeSlots).toEqual([{ start, end }]);
    });
    const later = { start: new Date(end.getTime() + hour), end: new Date(end.getTime() + 2 * hour) };
    await withMaintenance({ strategy: "single", title: uniqueName("later"), ...later }, async (made) => {
      expect(made.status).toBe("scheduled");
    });
    const before = { start: new Date(start.getTime() - 2 * hour), end: start };
    await withMaintenance({ strategy: "single", title: uniqueName("before"), ...before }, async (made) => {
      expect(made.status).toBe("ended");
    });
  });

  test("a local time is kept as written, in the zone of the server", async () => {
    const plan = { strategy: "single", start: "2031-03-30 02:30", end: "2031-03-30 04:00" } as const;
    await withMaintenance({ title: uniqueName("local"), ...plan }, async (made) => {
      expect(made).toMatchObject({ ...plan, timeZone: "server", status: "scheduled" });
    });
  });

  test("each recurring plan is kept as given", async () => {
    const timeRange = { from: "23:30", to: "01:15" } as const;
    const effective = { effectiveFrom: "2030-01-01 00:00", effectiveUntil: "2031-12-31 23:59" } as const;
    const plans = [
      { strategy: "cron", cron: "15 4 * * 1", durationMinutes: 90, timeZone: "Europe/Berlin", ...effective },
      { strategy: "recurring-interval", intervalDays: 3, timeRange, timeZone: "UTC", ...effective },
      { strategy: "recurring-weekday", weekdays: ["sunday", "monday", "saturday"], timeRange, timeZone: "server" },
      { strategy: "recurring-day-of-month", daysOfMonth: [1, 15, "last"], timeRange, timeZone: "America/New_York" },
    ] as const;
    for (const plan of plans) {
      await withMaintenance({ title: uniqueName(plan.strategy), ...plan }, async (made) => {
        expect(made).toMatchObject(plan);
        // Those that begin at once are in force when the tests run in such a night.
        expect(made.status).toMatch("effectiveFrom" in plan ? /^scheduled$/ : /^(?:scheduled|under-maintenance)$/);
        expect(await bench.client.maintenance.get(made.id)).toEqual(made);
        expect(await bench.client.maintenance.changes(made.id, { ...plan, title: made.title })).toEqual([]);
      });
    }
  });

  test("a recurring one is under maintenance in its time, and not outside of it", async () => {
    // From an hour ago until in an hour, on a clock in UTC.
    const clockAt = (time: number): `${number}:${number}` =>
      new Date(time).toISOString().slice(11, 16) as `${number}:${number}`;
    const timeRange = { from: clockAt(Date.now() - hour), to: clockAt(Date.now() + hour) };
    const base = { timeRange, timeZone: "UTC" };
    const everyDay = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
    const now = { strategy: "recurring-weekday", weekdays: everyDay, ...base } as const;
    await withMaintenance({ title: uniqueName("now"), ...now }, async (made) => {
      expect(made.status).toBe("under-maintenance");
      expect(made.timeSlots.some(({ start, end }) => start.getTime() < Date.now() && Date.now() < end.getTime())).toBe(
        true,
      );
    });
    const later = { strategy: "recurring-weekday", weekdays: [otherWeekday()], ...base } as const;
    await withMaintenance({ title: uniqueName("later"), ...later }, async (made) => {
      expect(made.status).toBe("scheduled");
    });
  });

  test("it is linked with monitors and status pages, changed in parts, and replanned", async () => {
    const { maintenance, statusPages } = bench.client;
    const one = await bench.create({ type: "push", name: uniqueName("one"), active: false });
    const two = await bench.create({ type: "push", name: uniqueName("two"), active: false });
    const slug = uniqueName("page").replaceAll(" ", "-").toLowerCase();
    const page = await statusPages.create({ slug, title: "maintenance" });
    const input = { strategy: "manual", title: uniqueName("links"), active: false } as const;
    await withMaintenance({ ...input, monitorIds: [one.id], statusPageIds: [page.id] }, async ({ id }) => {
      expect(await maintenance.get(id)).toMatchObject({ active: false, status: "inactive" });
      expect([await maintenance.monitorIds(id), await maintenance.statusPageIds(id)]).toEqual([[one.id], [page.id]]);
      await maintenance.setMonitors(id, [two.id, one.id]);
      await maintenance.setStatusPages(id, []);
      expect([await maintenance.monitorIds(id), await maintenance.statusPageIds(id)]).toEqual([[one.id, two.id], []]);

      const renamed = await maintenance.update(id, { title: `${input.title}!`, description: "one\ntwo" });
      expect(renamed).toMatchObject({
        title: `${input.title}!`,
        description: "one\ntwo",
        strategy: "manual",
        active: false,
      });
      const plan = { strategy: "cron", cron: "0 3 * * *", durationMinutes: 30, timeZone: "UTC" } as const;
      const wish = { ...plan, description: "one", monitorIds: [two.id], statusPageIds: [] };
      const changes = await maintenance.changes(id, wish);
      expect(changes).toContainEqual({ setting: "description", from: "one\ntwo", to: "one" });
      expect(changes).toContainEqual({ setting: "monitorIds", from: [one.id, two.id], to: [two.id] });
      expect(changes.map(({ setting }) => setting)).toEqual(expect.arrayContaining(["strategy", "cron"]));
      expect(changes.map(({ setting }) => setting)).not.toContain("statusPageIds");
      expect(await maintenance.get(id)).toEqual(renamed);
      const replanned = await maintenance.update(id, { ...plan, active: true });
      expect(replanned).toMatchObject({ ...plan, title: `${input.title}!`, active: true });
      expect(await maintenance.monitorIds(id)).toEqual([one.id, two.id]);
    });
    await statusPages.delete(slug);
  });

  test("what is missing is said to be missing, and nothing is made or changed", async () => {
    const { maintenance } = bench.client;
    const before = await maintenance.list();
    const input = { strategy: "manual", title: "x" } as const;
    expect(await failureOf(maintenance.create({ ...input, monitorIds: [999_999] }))).toMatchObject({
      code: "KUMA_NOT_FOUND",
      resource: "monitor",
    });
    expect(await failureOf(maintenance.create({ ...input, statusPageIds: [999_999] }))).toMatchObject({
      code: "KUMA_NOT_FOUND",
      resource: "status page",
    });
    const unknown = { code: "KUMA_NOT_FOUND", resource: "maintenance", id: 999_999 };
    for (const call of ["get", "delete", "pause", "resume", "monitorIds", "statusPageIds"] as const)
      expect(await failureOf(maintenance[call](999_999))).toMatchObject(unknown);
    expect(await failureOf(maintenance.update(999_999, { title: "y" }))).toMatchObject(unknown);
    expect(await failureOf(maintenance.setMonitors(999_999, []))).toMatchObject(unknown);
    expect(await maintenance.list()).toEqual(before);
  });

  test("a plan that the server's cron refuses leaves nothing behind", async () => {
    const { maintenance } = bench.client;
    const before = await maintenance.list();
    const plan = { strategy: "cron", cron: "99 99 * * *", durationMinutes: 5 } as const;
    expect(await failureOf(maintenance.create({ ...plan, title: uniqueName("bad") }))).toMatchObject({
      code: "KUMA_REJECTED",
    });
    await using other = await openClient(server);
    expect(await other.maintenance.list()).toEqual(before);
  });
}
