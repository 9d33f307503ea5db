import { eventBeat, lastBeats } from "../beats/beat-lists.ts";
import type { StoredBeat } from "../beats/heartbeats.ts";
import { chartData } from "../beats/uptime.ts";
import type { CallHandler } from "../socket/call.ts";
import type { DoubleSession } from "../socket/double-session.ts";

const idOrAll = (id: unknown): number | null => (id === null || id === undefined ? null : Number(id));

function demandPeriod(period: unknown): number {
  if (period === null || period === undefined) throw new Error("Invalid period.");
  return Number(period);
}

function since(beats: readonly StoredBeat[], hours: number): readonly StoredBeat[] {
  const start = new Date(Date.now() - hours * 3_600_000).toISOString().replace("T", " ").replace("Z", "");
  return beats.filter(({ time }) => time > start);
}

/** A monitor that was started and not stopped starts over. */
function restart({ kuma }: DoubleSession, id: number): void {
  const monitor = kuma.database.get("monitor", id);
  if (monitor?.["active"] === 1 && kuma.checkers.running().includes(id)) kuma.checkers.start(monitor);
}

/** The history of monitors. */
export const heartbeatCalls: Readonly<Record<string, CallHandler>> = {
  getMonitorBeats: {
    values: 2,
    work: ({ session, args: [id, period], reply }) => {
      const hours = demandPeriod(period);
      reply({ ok: true, data: since(session.kuma.heartbeats.of(Number(id)), hours) });
    },
  },
  getMonitorChartData: {
    values: 2,
    work: ({ session, args: [id, period], reply }) => {
      const hours = demandPeriod(period);
      reply({ ok: true, data: chartData(since(session.kuma.heartbeats.of(Number(id)), hours), hours) });
    },
  },
  monitorImportantHeartbeatListCount: {
    values: 1,
    work: ({ session, args: [id], reply }) =>
      reply({ ok: true, count: session.kuma.heartbeats.important(idOrAll(id)).length }),
  },
  monitorImportantHeartbeatListPaged: {
    values: 3,
    work: ({ session, args: [id, offset, count], reply }) => {
      const first = Number(offset);
      const beats = session.kuma.heartbeats.important(idOrAll(id)).slice(first, first + Number(count));
      reply({ ok: true, data: beats.map(eventBeat) });
    },
  },
  clearEvents: {
    values: 1,
    work: ({ session, args: [id], reply }) => {
      for (const beat of session.kuma.heartbeats.of(Number(id))) Object.assign(beat, { msg: "", important: 0 });
      reply({ ok: true });
    },
  },
  clearHeartbeats: {
    values: 1,
    work: ({ session, args: [id], reply }) => {
      session.kuma.heartbeats.clear(Number(id));
      restart(session, Number(id));
      session.sendToUser("heartbeatList", id, lastBeats(session.kuma, Number(id)), true);
      reply({ ok: true });
    },
  },
  clearStatistics: {
    values: 0,
    work: ({ session, reply }) => {
      session.kuma.heartbeats.clear();
      for (const id of session.kuma.checkers.running()) restart(session, id);
      reply({ ok: true });
    },
  },
};
