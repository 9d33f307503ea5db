export {
  checkNameOf,
  definitionOf,
  heartbeatTokenFile,
  installedCheckOf,
  tokenFileOf,
  unitMeantBy,
  unitOf,
  type CheckDefinition,
  type DefinedCheck,
  type Watched,
  type WatchedUnit,
} from "./config/check-names.ts";
export { isSameAddress, type MovedMonitor } from "./config/moved-config.ts";
export type { WishedCheck, WishedHeartbeat } from "./config/merge-checks.ts";
export { serverSettings, type ServerSettings } from "./config/server-settings.ts";
export { lookAtDrilledUnit, type DrilledUnit } from "./drill/drilled-unit.ts";
export { endDrill, stopForDrill, type DrillEnd, type DrillStep, type DrillStop } from "./drill/stop-for-drill.ts";
export {
  reportAgent,
  type AgentReport,
  type AgentServiceState,
  type LogRequest,
  type ReportRequest,
} from "./facts/agent-report.ts";
export { agentUnitState } from "./facts/agent-unit-state.ts";
export { readAgentLog, type LogLine, type LogWish } from "./facts/agent-log.ts";
export { hostFactsSchema, type FileFact, type HostFacts } from "./facts/host-facts.ts";
export type { CronPlace } from "./facts/cron-lines.ts";
export { discoverHost, type FoundPort, type FoundUnit, type HostInventory } from "./facts/host-inventory.ts";
export type { FoundJob, FoundPush } from "./facts/old-pushes.ts";
export { examineHostRoad, type HostRoad, type RoadStep } from "./facts/host-road.ts";
export { shownFacts } from "./facts/shown-facts.ts";
export { requireReady } from "./plan/require-ready.ts";
export { resolveUnits, type WatchableUnit } from "./facts/resolve-units.ts";
export { parseSurvey } from "./facts/parse-survey.ts";
export { surveyHost, type SurveyQuestion } from "./facts/survey-host.ts";
export type { ConnectedHost, Host, HostScript, ScriptResult } from "./hosts/host.ts";
export { localHost } from "./hosts/local-host.ts";
export { connectSsh, type SshOptions } from "./hosts/ssh/connect-ssh.ts";
export type { SudoQuestion } from "./hosts/ssh/root-account.ts";
export { sshHost } from "./hosts/ssh/ssh-host.ts";
export type { SshLimits } from "./hosts/ssh/ssh-limits.ts";
export { requireSshName } from "./hosts/ssh/ssh-name.ts";
export {
  carriedProgram,
  drillTimerName,
  installPaths,
  type InstallPaths,
  type InstallScope,
  type PersonFolders,
} from "./install-paths.ts";
export { installedOn, type InstalledAgent, type InstalledConfig } from "./installed/installed-on.ts";
export type { InstalledCheck, InstalledDrill, InstalledHeartbeat, Manifest } from "./installed/manifest.ts";
export { isFromOtherMachine, namesMachine } from "./installed/other-machine.ts";
export { beatsWith, holdsToken, pushesWith } from "./installed/pushes-with.ts";
export { installerErrors, type InstallerErrorDescription } from "./installer-error-catalogue.ts";
export {
  InstallerError,
  isInstallerError,
  type InstallerErrorCode,
  type InstallerErrorDetails,
  type InstallerLayer,
} from "./installer-error.ts";
export { formatPlan, formatStep } from "./plan/format-plan.ts";
export { formatChange } from "./plan/format-change.ts";
export { stepChanges, type StateBefore, type StepChange } from "./plan/step-changes.ts";
export type {
  FileMode,
  FileStep,
  FolderStep,
  HostPlan,
  HostStep,
  LingerStep,
  Owner,
  Placed,
  PlannedInstall,
  PlannedRuntime,
  PlannedSteps,
  PlanSecrets,
  RemoveStateStep,
  RemoveStep,
  RemoveSystemUserStep,
  RestoreJobsStep,
  RoundStep,
  ServiceStep,
  StepContent,
  StopServiceStep,
  SystemUserStep,
  TakeStep,
} from "./steps/host-plan.ts";
export {
  packagePaths,
  packageVersion,
  requireNotPackaged,
  type HostPackage,
  type PackageName,
} from "./package/host-package.ts";
export { packageFiles, type PackageFile } from "./package/package-files.ts";
export { drillScript } from "./plan/drill-steps.ts";
export { planDrills, type DrillsWish } from "./plan/plan-drills.ts";
export { planInstall, type InstallWish } from "./plan/plan-install.ts";
export { planFeedingBoth, planMove, planStay, type MoveWish } from "./plan/plan-move.ts";
export { mutesOn, planMutes, type MutesOnHost } from "./plan/plan-mutes.ts";
export { partUninstall, type UninstallParts } from "./plan/part-uninstall.ts";
export { planUninstall, type PlannedUninstall, type UninstallWish } from "./plan/plan-uninstall.ts";
export { printCloudInit } from "./print/print-cloud-init.ts";
export { printScript, type PrintInput } from "./print/print-script.ts";
export { programsForOthers, type ProgramForOthers, type ProgramsForOthers } from "./print/programs-for-others.ts";
export { secretFiles, type PrintedSecret } from "./print/printed-secret.ts";
export { agentUnit, type AgentUnitInput } from "./service-manager/systemd-unit.ts";
export type { RuntimeWish } from "./runtime/choose-runtime.ts";
export type { RuntimeName } from "./runtime/runtime-name.ts";
export { nodeCommand } from "./runtime/node-runtime.ts";
export { carryOut, type CarriedOut, type CarryOutOptions } from "./work/carry-out.ts";
export { runAgentProgram, type AgentPlace, type AgentProgramOptions } from "./work/run-agent-program.ts";
export { isLeftByKilledRun, lockHost, type HostLock } from "./work/lock-host.ts";
export { replaceJobs, type ReplacedJob } from "./work/replace-jobs.ts";
export { lockAndSurvey, surveyAndLock, type HeldSurvey, type LockedSurvey } from "./work/survey-and-lock.ts";
