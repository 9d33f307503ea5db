import { startSystemdBed, type TempHome } from "@kumakit/testkit";
import type { DemoHost } from "./demo-host.ts";
import { demoInterval, demoUnit, demoUnitFile } from "./demo-service.ts";
import { checked, cliFolder, kumaPath } from "./kuma-binary.ts";
import { showCommand } from "./narration.ts";

/** A real systemd as PID 1 in namespaces, on a throw-away overlay of this machine's root. Needs root. */
export async function startBedHost(home: TempHome): Promise<DemoHost> {
  const bed = await startSystemdBed({ bind: [cliFolder, home.folder] });
  const systemctl = async (...args: string[]) => checked(await bed.exec(["systemctl", ...args]), true);
  return {
    title: "a throw-away systemd (namespaces, nothing of this machine is touched)",
    leavesOut: [],
    noticedWithin: 5,
    startService: async () => {
      await bed.writeUnit(demoUnit, demoUnitFile);
      await systemctl("start", demoUnit);
    },
    installAgent: async (kuma, { serverUrl, tokenFile }) => {
      const args = [
        "agent",
        "install",
        demoUnit,
        "--interval",
        String(demoInterval),
        "--server",
        serverUrl,
        "--token-file",
        tokenFile,
      ];
      showCommand(`kuma ${args.join(" ")}`);
      checked(await bed.exec([process.execPath, kumaPath, ...args], { env: kuma.env }));
      showCommand("kuma agent status");
      checked(await bed.exec([process.execPath, kumaPath, "agent", "status"], { env: kuma.env }));
    },
    killService: async () => void (await systemctl("kill", "-s", "KILL", demoUnit)),
    [Symbol.asyncDispose]: () => bed.stop(),
  };
}
