import { connect, sessionTokenAuth } from "@kumakit/client";
import { startBenchServer } from "./bench-server.ts";
import type { Benchmark } from "./benchmark.ts";
import { compareInTurn } from "./compare-in-turn.ts";
import { openRaw } from "./raw-kuma.ts";

/** Connect, log in and create one push monitor, in this process. */
export const clientCreate: Benchmark = {
  name: "client-create",
  summary: "the client connects, logs in and creates a push monitor, against bare socket.io-client doing the same",
  unit: "x",
  limit: 1.1,
  async measure(note) {
    await using server = await startBenchServer(note);
    const { url, token } = server;
    const auth = sessionTokenAuth(token);
    return await compareInTurn(
      {
        floor: async (round) => {
          const raw = await openRaw(url, token);
          await raw.add(`raw ${round}`);
          raw.close();
        },
        subject: async (round) => {
          await using client = await connect({ url, auth });
          await client.monitors.create({ type: "push", name: `client ${round}`, notificationIds: [] });
        },
        cleanUp: async () => {
          await using client = await connect({ url, auth });
          for (const { id } of await client.monitors.list()) await client.monitors.delete(id);
        },
        rounds: 80,
      },
      note,
    );
  },
};
