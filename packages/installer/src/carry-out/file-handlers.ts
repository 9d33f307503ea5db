import { readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";

import type { FileAttributes, Host } from "../hosts/host.ts";
import { InstallerError } from "../installer-error.ts";
import { formatManifest } from "../installed/manifest.ts";
import type { FileContent } from "../plan/file-content.ts";
import type { FileStep, ManifestStep, RemoveFileStep } from "../plan/install-plan.ts";
import type { CarryOutContext, StepHandler } from "./step-handler.ts";

/** Writes files whose content, mode or owner differ. */
export const fileHandler: StepHandler<FileStep> = {
  async isDone(step, { host }) {
    const info = await host.stat(step.path);
    if (info === undefined) return false;
    if (info.kind !== "file") throw notPlain(step.path, host);
    return hasAttributes(info, attributesOf(step)) && (await hasContent(host, step));
  },
  async apply(step, context) {
    const { host } = context;
    await noteFormerFile(step.path, context);
    context.changedParts.add(step.part);
    if (step.content.from === "host-file") {
      await host.copyFile(step.content.path, step.path, attributesOf(step));
      return;
    }
    await host.writeFile(step.path, await bytesOf(step.content), attributesOf(step));
  },
};

/** Writes the manifest, with what the plan is about to bring. */
export const manifestHandler: StepHandler<ManifestStep> = {
  async isDone(step, context) {
    const info = await context.host.stat(step.path);
    if (info !== undefined && info.kind !== "file") throw notPlain(step.path, context.host);
    const current = await context.host.readFile(step.path);
    return (
      current?.toString("utf8") === manifestText(step, context) &&
      info !== undefined &&
      hasAttributes(info, attributesOf(step))
    );
  },
  async apply(step, context) {
    await noteFormerFile(step.path, context);
    await context.host.writeFile(step.path, Buffer.from(manifestText(step, context)), attributesOf(step));
  },
};

/** Removes files. */
export const removeFileHandler: StepHandler<RemoveFileStep> = {
  isDone: async (step, { host }) => (await host.stat(step.path)) === undefined,
  async apply(step, context) {
    const info = await context.host.stat(step.path);
    if (info?.kind === "folder") throw notPlain(step.path, context.host);
    if (info?.kind === "file") await noteFormerFile(step.path, context);
    await context.host.removeFile(step.path);
  },
};

function manifestText(step: ManifestStep, { plan, brought }: CarryOutContext): string {
  return formatManifest({ version: 1, scope: plan.scope, checks: [...step.checks], brought });
}

/** Mode and owner that a step asks for. */
export function attributesOf(step: { readonly mode: string; readonly owner: FileAttributes["owner"] }): FileAttributes {
  return { mode: Number.parseInt(step.mode, 8), owner: step.owner };
}

/** Whether something on the host has the wanted mode and owner. */
export function hasAttributes(actual: FileAttributes, wanted: FileAttributes): boolean {
  return actual.mode === wanted.mode && isDeepStrictEqual({ ...actual.owner }, { ...wanted.owner });
}

async function noteFormerFile(path: string, { host, wayBack }: CarryOutContext): Promise<void> {
  const info = await host.stat(path);
  const content = await host.readFile(path);
  wayBack.add("restore", info === undefined ? `remove ${path}` : `put back ${path}`, async () => {
    if (info === undefined || content === undefined) await host.removeFile(path);
    else await host.writeFile(path, content, info);
  });
}

async function hasContent(host: Host, step: FileStep): Promise<boolean> {
  if (step.content.from === "host-file") return await isCopy(host, step.content.path, step.path);
  const current = await host.readFile(step.path);
  return current?.equals(await bytesOf(step.content)) ?? false;
}

async function isCopy(host: Host, original: string, copy: string): Promise<boolean> {
  const { code } = await host.run(["cmp", "--silent", "--", original, copy]);
  return code === 0;
}

async function bytesOf(content: FileContent): Promise<Buffer> {
  return "path" in content ? await readFile(content.path) : Buffer.from(content.text);
}

function notPlain(path: string, host: Host): InstallerError {
  return new InstallerError({
    code: "INSTALLER_FILE_FAILED",
    layer: "files",
    message: `${path} on ${host.label} is not a plain file, so it is not replaced.`,
    hint: "move it away and try again",
  });
}
