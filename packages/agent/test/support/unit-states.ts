import type { UnitState } from "../../src/systemd/unit-state.ts";

/** A service that runs, as systemd shows it. */
export const runningService: UnitState = {
  unit: "a.service",
  loadState: "loaded",
  activeState: "active",
  subState: "running",
  result: "success",
  execMainCode: 0,
  execMainStatus: 0,
  nRestarts: 0,
  invocationId: "1",
  hasJob: false,
  serviceType: "simple",
  conditionFailed: false,
  assertionFailed: false,
};

/** One that has failed. */
export const failedService: UnitState = {
  ...runningService,
  activeState: "failed",
  subState: "failed",
  result: "exit-code",
  execMainCode: 1,
  execMainStatus: 1,
  invocationId: "r1",
};
