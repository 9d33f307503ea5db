import { packageOn, packagePaths, type PackageName } from "../package/host-package.ts";
import { packagedService } from "../service-manager/packaged-service.ts";
import { nodeCommand, quietNodeCommand } from "./node-runtime.ts";
import type { Runtime } from "./runtime.ts";

/** The path of the distribution's Node.js, which the package needs. */
const node = "/usr/bin/node";

/** The runtimes whose program and service a package of the host has brought, and keeps up to date. */
export const packagedRuntimes: Readonly<Record<PackageName, Runtime>> = {
  "kuma-agent": runtimeBy("kuma-agent", "node"),
  "kuma-agent-standalone": runtimeBy("kuma-agent-standalone", "standalone"),
};

function runtimeBy(name: PackageName, form: Runtime["name"]): Runtime {
  return {
    name: form,
    package: name,
    manager: () => packagedService,
    problems({ facts }) {
      if (packageOn(facts)?.name !== name) return [`the package ${name} is not installed`];
      return facts.has.systemd ? [] : [`the package ${name} needs systemd`];
    },
    files: () => [],
    secrets: () => [],
    // The command is the package's, too.
    words: () => [],
    command: () => packagedCommand(name),
  };
}

/** The words that run the program of a package for somebody. */
export function packagedWords(name: PackageName): readonly [string, ...string[]] {
  return name === "kuma-agent" ? [node, packagePaths.program] : [packagePaths.standalone];
}

/** The words that run it as a service. */
export function packagedCommand(name: PackageName): readonly [string, ...string[]] {
  if (name === "kuma-agent-standalone") return packagedWords(name);
  return quietNodeCommand(nodeCommand(node, packagePaths.program));
}
