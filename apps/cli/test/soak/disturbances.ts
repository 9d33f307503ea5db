import type { Fault, FaultProxy, KumaServer, SystemdBed } from "@kumakit/testkit";
import { setTimeout as sleep } from "node:timers/promises";
import type { SeededRandom } from "./seeded-random.ts";

/** The targets of the disturbances. */
export interface Surroundings {
  readonly bed: SystemdBed;
  readonly kuma: KumaServer;
  readonly proxy: FaultProxy;
  readonly random: SeededRandom;
}

/** Something that goes wrong, until it is right again. */
export interface Disturbance {
  readonly name: string;
  readonly happen: (surroundings: Surroundings) => Promise<void>;
}

async function inBed(bed: SystemdBed, ...argv: readonly string[]): Promise<void> {
  const { code, stderr } = await bed.exec(argv);
  if (code !== 0) throw new Error(`${argv.join(" ")}: ${stderr}`);
}

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

/** All of them; each is over, and the heartbeats can flow again, within ten seconds. */
export const disturbances: readonly Disturbance[] = [
  {
    name: "Uptime Kuma is killed and started again",
    async happen({ kuma, random }) {
      await kuma.kill();
      await sleep(random.between(500, 4_000));
      await kuma.start();
    },
  },
  {
    name: "the agent is killed",
    happen: ({ bed }) => inBed(bed, "systemctl", "kill", "--signal=KILL", "kuma-agent.service"),
  },
  {
    name: "the agent is restarted",
    happen: ({ bed }) => inBed(bed, "systemctl", "restart", "kuma-agent.service"),
  },
  {
    name: "the system bus is killed",
    async happen({ bed }) {
      await inBed(bed, "systemctl", "kill", "--signal=KILL", "dbus.service");
      await sleep(500);
      await inBed(bed, "systemctl", "start", "dbus.socket", "dbus.service");
    },
  },
  { name: "systemd executes itself again", happen: ({ bed }) => inBed(bed, "systemctl", "daemon-reexec") },
  { name: "systemd reads its units again", happen: ({ bed }) => inBed(bed, "systemctl", "daemon-reload") },
  proxyFault("pushes are late", (random) => ({ kind: "delay", request: random.between(100, 3_000) })),
  proxyFault("answers are late", (random) => ({ kind: "delay", response: random.between(100, 3_000) })),
  proxyFault("answers are cut", (random) => ({ kind: "cut", afterBytes: Math.floor(random.between(0, 200)) })),
  proxyFault("nobody listens", () => ({ kind: "refuse" })),
  proxyFault("a gateway has no server", () => ({ kind: "status", status: 502 })),
  proxyFault("a page comes instead of an answer", () => ({ kind: "html200" })),
];
