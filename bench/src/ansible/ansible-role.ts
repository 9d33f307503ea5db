import { startKuma } from "@kumakit/testkit";
import { connect, passwordAuth } from "@kumakit/client";
import type { Benchmark } from "../benchmark.ts";
import { compareInTurn } from "../compare-in-turn.ts";
import { InstallBeds } from "../install/install-bed.ts";
import { AnsibleController } from "./ansible-controller.ts";

const hosts = 3;

/** With push tokens that are given, so that neither of them makes a monitor. */
export const ansibleRole: Benchmark = {
  name: "ansible",
  summary: `the role \`agent\` of the Ansible collection on ${hosts} hosts, against a play that brings the same account, files and service by three tasks written by hand`,
  unit: "x",
  limit: 1.3,
  isOnRequest: true,
  async measure(note) {
    await using server = await startKuma();
    if (server.admin === undefined) throw new Error("the server has no admin");
    await using client = await connect({ url: server.url, auth: passwordAuth(server.admin) });
    const { pushToken } = await client.monitors.create({ type: "push", name: "demo", notificationIds: [] });
    await using beds = await InstallBeds.start(hosts, note);
    const controller = new AnsibleController(beds, { server: server.url, token: pushToken ?? "" });
    const role = await controller.play("role.yml");
    await beds.keepInstalled();
    await beds.clear();
    const byHand = await controller.play("by-hand.yml");
    await beds.clear();
    note(`tasks for each host: ${role} of the role, ${byHand} by hand`);
    const [subject, floor] = ["role.yml", "by-hand.yml"].map((name) => () => controller.play(name));
    if (subject === undefined || floor === undefined) throw new TypeError("two plays");
    return await compareInTurn({ subject, floor, cleanUp: () => beds.clear(), rounds: 5 }, note);
  },
};
