import { describeOnBed } from "@kumakit/testkit/vitest";
import { expect, test } from "vitest";
import { type PushServer } from "../support/start-push-server.ts";
import { must, startBedAgent } from "./agent-on-bed.ts";
import {
  allowAgent,
  dyingCommand,
  letDie,
  podmanSocket,
  podmanPrograms,
  putPodmanOnBed,
  removeContainers,
  runContainer,
  startPodmanService,
} from "./podman-on-bed.ts";
import { sceneOnBed } from "./scene-on-bed.ts";

function statuses(server: PushServer): string[] {
  return server.pushes.map(({ status }) => status ?? "").filter((status, index, all) => status !== all[index - 1]);
}

describeOnBed(
  "the agent and containers of a real podman, by Docker's API",
  () => {
    const scene = sceneOnBed({
      prepare: async (bed) => {
        await putPodmanOnBed(bed);
        await allowAgent(bed);
      },
      tidy: async (bed) => {
        await removeContainers(bed);
      },
    });

    async function watch(settings: Record<string, unknown> = {}): Promise<void> {
      const check = { type: "docker", name: "containers", interval: 60, ...settings };
      scene.agent = await startBedAgent(scene.bed, { url: scene.server.url, checks: [check] });
    }
    const pushed = (status: string, text: string | RegExp) =>
      scene.server.waitFor((push) => push.status === status && push.message.search(text) !== -1, 30_000);

    test("a container that dies is reported within moments, with its exit code; started again it is UP", async () => {
      await runContainer(scene.bed, "web", { command: dyingCommand });
      await runContainer(scene.bed, "other");
      await watch({ containers: ["web", "oth*"] });
      await pushed("up", "tk-app3: all 2 containers are as they should be");
      const killedAt = await letDie(scene.bed, "web");
      const down = await pushed("down", /1 of 2 containers: web exited with exit code 7/);
      expect(down.at - killedAt).toBeLessThan(5_000);
      await must(scene.bed, ["podman", "start", "web"]);
      await pushed("up", /as they should be, after .* down/);
      expect(statuses(scene.server)).toEqual(["up", "down", "up"]);
    });

    test("a restart by hand raises no alarm; a stop does, after downAfter", async () => {
      await runContainer(scene.bed, "web");
      await watch({ containers: ["web"], downAfter: 8 });
      await pushed("up", "web is running");
      await must(scene.bed, ["podman", "restart", "--time=1", "web"]);
      await must(scene.bed, ["podman", "rm", "--force", "--time=0", "web"]);
      await runContainer(scene.bed, "web");
      const startedAt = performance.now();
      await must(scene.bed, ["podman", "stop", "--time=1", "web"]);
      const down = await pushed("down", /web exited with exit code 137\/SIGKILL/);
      expect(down.at - startedAt).toBeGreaterThan(7_000);
      expect(statuses(scene.server)).toEqual(["up", "down"]);
    });

    test("unhealthy is DOWN with what the health check said, and UP when it is healthy again", async () => {
      const healthCommand = "test -e /tmp/sick && echo cannot reach the database && exit 1 || exit 0";
      const health = [`--health-cmd=${healthCommand}`, "--health-interval=1s", "--health-retries=1"];
      await runContainer(scene.bed, "shop", { options: health });
      await watch({ containers: ["shop"] });
      await pushed("up", "shop is healthy|shop is starting");
      await must(scene.bed, ["podman", "exec", "shop", "touch", "/tmp/sick"]);
      await pushed("down", /shop is unhealthy/);
      await must(scene.bed, ["podman", "exec", "shop", "rm", "/tmp/sick"]);
      await pushed("up", /shop is healthy, after/);
      expect(statuses(scene.server)).toEqual(["up", "down", "up"]);
    });

    test("one that dies again and again is DOWN although it runs most of the time", async () => {
      await runContainer(scene.bed, "loop", {
        command: ["sh", "-c", "sleep 1; exit 3"],
        options: ["--restart=always"],
      });
      await watch({ containers: ["loop"] });
      await pushed("down", /loop keeps dying: \d+ restarts in 5 min, last with exit code 3/);
      expect(statuses(scene.server).filter((status) => status === "down")).not.toHaveLength(0);
    });

    test("of all containers those that ended well are fine, and a failure is not", async () => {
      await runContainer(scene.bed, "job", {
        command: ["sh", "-c", "exit 0"],
        options: ["--label=team=shop", "--label=odd=a=b c"],
      });
      await watch();
      await pushed("up", "job exited with exit code 0");
      await runContainer(scene.bed, "broken", { command: ["sh", "-c", "exit 7"], options: ["--label=team=shop"] });
      await pushed("down", "1 of 2 containers: broken exited with exit code 7");
      expect(statuses(scene.server)).toEqual(["up", "down"]);
    });

    test("by label, and a name that nothing has", async () => {
      await runContainer(scene.bed, "worker", { options: ["--label=team=shop"] });
      await runContainer(scene.bed, "other");
      await watch({ label: "team=shop" });
      await pushed("up", "worker is running");
      await scene.agent?.stop();
      await watch({ containers: ["wroker"], downAfter: 1 });
      await pushed("down", 'there is no container wroker, did you mean "worker"?');
      expect(statuses(scene.server)).toEqual(["up", "down"]);
    });

    test("the engine goes and comes back", async () => {
      await runContainer(scene.bed, "web");
      await watch({ containers: ["web"], downAfter: 2 });
      await pushed("up", "web is running");
      await must(scene.bed, ["systemctl", "stop", "podman-api.service"]);
      await pushed("down", "the container engine is not running");
      await startPodmanService(scene.bed);
      await allowAgent(scene.bed);
      await pushed("up", /web is running, after/);
      expect(statuses(scene.server)).toEqual(["up", "down", "up"]);
    });

    test("a socket that may not be used says nothing of the containers, and its message says what it would mean to open it", async () => {
      await must(scene.bed, ["chmod", "0600", podmanSocket]);
      await watch({ interval: 6 });
      const down = await pushed("down", "cannot be checked: permission denied on /run/podman/podman.sock");
      expect(down.message).toContain("kuma-agent is not in the group of the socket");
      expect(down.message).toContain("as good as root");
      await allowAgent(scene.bed);
    });
  },
  podmanPrograms,
);
