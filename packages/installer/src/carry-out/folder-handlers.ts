import { InstallerError } from "../installer-error.ts";
import type { FolderStep, RemoveFolderStep } from "../plan/install-plan.ts";
import { attributesOf, hasAttributes } from "./file-handlers.ts";
import type { StepHandler } from "./step-handler.ts";

/** Makes folders, and gives our own the right mode and owner. */
export const folderHandler: StepHandler<FolderStep> = {
  async isDone(step, { host }) {
    const info = await host.stat(step.path);
    if (info === undefined) return false;
    if (!step.isOurs) return true;
    if (info.kind === "folder") return hasAttributes(info, attributesOf(step));
    throw new InstallerError({
      code: "INSTALLER_FILE_FAILED",
      layer: "files",
      message: `${step.path} on ${host.label} is not a folder.`,
      hint: "move it away and try again",
    });
  },
  async apply(step, { host, wayBack }) {
    const former = await host.stat(step.path);
    if (former === undefined) {
      wayBack.add("restore", `remove ${step.path}`, async () => {
        await host.removeEmptyFolder(step.path);
      });
      await host.makeFolder(step.path, attributesOf(step));
      return;
    }
    wayBack.add("restore", `give ${step.path} its former mode and owner`, () => host.setAttributes(step.path, former));
    await host.setAttributes(step.path, attributesOf(step));
  },
};

/** Removes folders that nothing of somebody else is in. */
export const removeFolderHandler: StepHandler<RemoveFolderStep> = {
  isDone: async (step, { host }) => (await host.stat(step.path)) === undefined,
  async apply(step, { host, wayBack }) {
    const former = await host.stat(step.path);
    const isRemoved = await host.removeEmptyFolder(step.path);
    if (!isRemoved || former === undefined) return;
    wayBack.add("restore", `make ${step.path} again`, () => host.makeFolder(step.path, former));
  },
};
