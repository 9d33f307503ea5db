import type { InstallStep } from "../plan/install-plan.ts";
import { handOverHandler } from "./hand-over-handler.ts";
import { lingerHandler, removeSystemUserHandler, stopLingerHandler, systemUserHandler } from "./account-handlers.ts";
import { fileHandler, manifestHandler, removeFileHandler } from "./file-handlers.ts";
import { folderHandler, removeFolderHandler } from "./folder-handlers.ts";
import { forgetServiceHandler, serviceHandler, stopServiceHandler } from "./service-handlers.ts";
import type { CarryOutContext, StepHandler } from "./step-handler.ts";

type StepOf<Kind extends InstallStep["kind"]> = Extract<InstallStep, { kind: Kind }>;

const handlers: { readonly [Kind in InstallStep["kind"]]: StepHandler<StepOf<Kind>> } = {
  "system-user": systemUserHandler,
  folder: folderHandler,
  file: fileHandler,
  "hand-over": handOverHandler,
  manifest: manifestHandler,
  linger: lingerHandler,
  service: serviceHandler,
  "stop-service": stopServiceHandler,
  "forget-service": forgetServiceHandler,
  "remove-file": removeFileHandler,
  "remove-folder": removeFolderHandler,
  "remove-system-user": removeSystemUserHandler,
  "stop-linger": stopLingerHandler,
};

/** Whether a step has nothing to do. */
export async function isStepDone(step: InstallStep, context: CarryOutContext): Promise<boolean> {
  return await handlerOf(step).isDone(step, context);
}

/** Makes a step true. */
export async function applyStep(step: InstallStep, context: CarryOutContext): Promise<void> {
  await handlerOf(step).apply(step, context);
}

function handlerOf(step: InstallStep): StepHandler<InstallStep> {
  return handlers[step.kind];
}
