import { startScriptedMonitors } from "./scripted-monitors.ts";
import type { ScriptedMonitors } from "./scripted-monitors.ts";

type Row = Record<string, unknown>;

/**
 * A moment in the work of the server. It begins with requests in the order in which they came, deletes all links of a monitor and
 * stores them again one by one, reports the monitor to everybody, and answers.
 */
export interface Moment {
  readonly at: "look" | "looked" | "edit" | "links deleted" | "links stored" | "reported";
  /** Which request of its kind it is about, from 1 on. */
  readonly count: number;
  readonly id: number;
}

/** A server of monitors that can be stopped, or meddled with, at each moment of its work. */
export interface SteppedMonitors extends ScriptedMonitors {
  /** Called at each moment; the server waits for it. */
  onMoment: (moment: Moment) => void | Promise<void>;
  /** Lets somebody else store something, and reports it unless it is still on its way. */
  store(id: number, change: Row, isReported?: boolean): void;
}

/** The form in which links are stored. */
export const linked = (...ids: readonly number[]): Row => Object.fromEntries(ids.map((id) => [String(id), true]));

/** Starts one. */
export async function startSteppedMonitors(): Promise<SteppedMonitors> {
  const counts = { look: 0, edit: 0 };
  let turn: Promise<unknown> = Promise.resolve();
  const next = <T>(begin: () => Promise<T>): Promise<T> => {
    const run = turn.then(begin);
    turn = run.catch(() => undefined);
    return run;
  };
  const report = (id: number): void => kuma.say("updateMonitorIntoList", { [id]: kuma.rows.get(id) });
  const scripted = await startScriptedMonitors("stored", {
    getMonitor: async ([given]) => {
      const id = Number(given);
      const count = (counts.look += 1);
      const monitor = await next(async () => {
        await kuma.onMoment({ at: "look", count, id });
        return structuredClone(kuma.rows.get(id));
      });
      await kuma.onMoment({ at: "looked", count, id });
      return { ok: true, monitor };
    },
    editMonitor: async ([given]) => {
      const wire = given as Row;
      const id = Number(wire["id"]);
      const count = (counts.edit += 1);
      await next(async () => {
        await kuma.onMoment({ at: "edit", count, id });
        kuma.rows.set(id, { ...wire, notificationIDList: {} });
      });
      await kuma.onMoment({ at: "links deleted", count, id });
      const others = kuma.rows.get(id)?.["notificationIDList"] as Row;
      kuma.rows.set(id, {
        ...kuma.rows.get(id),
        notificationIDList: { ...others, ...(wire["notificationIDList"] as Row) },
      });
      await kuma.onMoment({ at: "links stored", count, id });
      report(id);
      await kuma.onMoment({ at: "reported", count, id });
      return { ok: true, monitorID: id };
    },
  });
  const kuma: SteppedMonitors = Object.assign(scripted, {
    onMoment: () => undefined,
    store(id: number, change: Row, isReported = true): void {
      scripted.rows.set(id, { ...scripted.rows.get(id), ...change });
      if (isReported) report(id);
    },
  });
  return kuma;
}
