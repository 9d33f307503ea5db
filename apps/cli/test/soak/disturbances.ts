import type { AlertSink, Fault, FaultProxy, KumaServer, SystemdBed } from "@kumakit/testkit";
import { setTimeout as sleep } from "node:timers/promises";
import { inBed } from "./bed-command.ts";
import type { BlindTime } from "./compare-histories.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** The targets of the disturbances. */
export interface Surroundings {
  readonly bed: SystemdBed;
  readonly kuma: KumaServer;
  readonly proxy: FaultProxy;
  readonly sink: AlertSink;
  readonly random: SeededRandom;
  /** Gets the times in which the agent sees nothing. */
  readonly blind: BlindTime[];
  /** Gets the moments in which Uptime Kuma is killed, in ms since 1970. */
  readonly kills: number[];
}

/** Something that goes wrong, until it is right again. */
export interface Disturbance {
  readonly name: string;
  readonly happen: (surroundings: Surroundings) => Promise<void>;
}

/** An agent or a bus that has just come has to ask for everything first, in ms. */
const firstLooks = 2_000;

function proxyFault(name: string, fault: (random: SeededRandom) => Fault): Disturbance {
  return {
    name,
    async happen({ proxy, random }) {
      await proxy.set(fault(random), { path: "/api/push/" });
      await sleep(random.between(1_000, 8_000));
      await proxy.set({ kind: "none" });
    },
  };
}

/** The agent's process; 0 while there is none that is ready. */
async function agentProcess(bed: SystemdBed): Promise<number> {
  const { stdout } = await bed.exec(["systemctl", "show", "--property=ActiveState,MainPID", "kuma-agent.service"]);
  return stdout.includes("ActiveState=active") ? Number(/MainPID=(\d+)/.exec(stdout)?.[1] ?? 0) : 0;
}

/** The agent ends, and is away until it says that it is ready. */
function endOfAgent(name: string, ...command: readonly string[]): Disturbance {
  return {
    name,
    async happen({ bed, blind }) {
      const [before, from] = [await agentProcess(bed), Date.now()];
      await inBed(bed, "systemctl", ...command, "kuma-agent.service");
      for (let now = 0; now === 0 || now === before; await sleep(50)) now = await agentProcess(bed);
      blind.push({ from, to: Date.now() + firstLooks });
    },
  };
}

/** All of them; each is over, and the heartbeats can flow again, within ten seconds. */
export const disturbances: readonly Disturbance[] = [
  {
    name: "Uptime Kuma is killed and started again",
    async happen({ kuma, random, kills }) {
      kills.push(Date.now());
      await kuma.kill();
      await sleep(random.between(500, 4_000));
      await kuma.start();
    },
  },
  endOfAgent("the agent is killed", "kill", "--signal=KILL"),
  endOfAgent("the agent is restarted", "restart"),
  {
    name: "the system bus is killed",
    async happen({ bed, blind }) {
      const from = Date.now();
      await inBed(bed, "systemctl", "kill", "--signal=KILL", "dbus.service");
      await sleep(500);
      await inBed(bed, "systemctl", "start", "dbus.socket", "dbus.service");
      blind.push({ from, to: Date.now() + firstLooks });
    },
  },
  {
    name: "systemd executes itself again",
    happen: async ({ bed }) => void (await inBed(bed, "systemctl", "daemon-reexec")),
  },
  {
    name: "systemd reads its units again",
    happen: async ({ bed }) => void (await inBed(bed, "systemctl", "daemon-reload")),
  },
  {
    name: "the chat answers late",
    async happen({ sink, random }) {
      sink.respondWith({ delay: random.between(500, 6_000) });
      await sleep(random.between(1_000, 8_000));
      sink.respondWith({});
    },
  },
  proxyFault("pushes are late", (random) => ({ kind: "delay", request: random.between(100, 3_000) })),
  proxyFault("answers are late", (random) => ({ kind: "delay", response: random.between(100, 3_000) })),
  proxyFault("answers are cut", (random) => ({ kind: "cut", afterBytes: Math.floor(random.between(0, 200)) })),
  proxyFault("nobody listens", () => ({ kind: "refuse" })),
  proxyFault("a gateway has no server", () => ({ kind: "status", status: 502 })),
  proxyFault("a page comes instead of an answer", () => ({ kind: "html200" })),
];
