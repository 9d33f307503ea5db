import type { FileInfo } from "../hosts/host.ts";
import type { HandOverStep } from "../plan/install-plan.ts";
import type { StepHandler } from "./step-handler.ts";

/** Gives files and folders to the agent that only somebody else can read. Nothing is reached through a link. */
export const handOverHandler: StepHandler<HandOverStep> = {
  async isDone({ path, owner }, { host }) {
    const info = await host.stat(path);
    if (info === undefined || isForAll(info) || info.owner.user === owner.user) return true;
    return (await host.realPath(path)) !== path;
  },
  async apply({ path, owner }, { host, wayBack }) {
    const former = await host.stat(path);
    if (former === undefined) return;
    wayBack.add("restore", `give ${path} back to ${former.owner.user}`, () => host.setAttributes(path, former));
    await host.setAttributes(path, { mode: former.mode, owner });
  },
};

/** Whether everybody may read it, or it is nothing to be read. */
function isForAll({ kind, mode }: FileInfo): boolean {
  const needed = kind === "folder" ? 0o005 : 0o004;
  return (kind !== "file" && kind !== "folder") || (mode & needed) === needed;
}
