export { carryOut, pendingSteps, type CarryOutOptions, type CarryOutResult } from "./carry-out/carry-out.ts";
export { lockInstall, type InstallLock } from "./carry-out/install-lock.ts";
export { secondTokensOf } from "./config/second-tokens.ts";
export { checkNameOf, tokenFileOf, type WatchedUnit } from "./config/check-names.ts";
export {
  mergeChecks,
  withoutChecks,
  type MergedConfig,
  type MergeInput,
  type WantedCheck,
} from "./config/merge-checks.ts";
export type { FileAttributes, FileInfo, Host, HostIdentity, Owner, RunOptions, RunResult } from "./hosts/host.ts";
export { localHost } from "./hosts/local-host.ts";
export {
  agentServiceName,
  agentUserName,
  installPaths,
  type InstallPaths,
  type InstallScope,
  type PersonFolders,
} from "./install-paths.ts";
export type { InstalledCheck, Manifest } from "./installed/manifest.ts";
export { preparedFiles } from "./installed/prepared-files.ts";
export { readInstalled, type Installed, type InstalledConfig } from "./installed/read-installed.ts";
export { requireOurs } from "./installed/require-ours.ts";
export {
  InstallerError,
  isInstallerError,
  type InstallerErrorCode,
  type InstallerErrorDetails,
  type InstallerLayer,
} from "./installer-error.ts";
export { formatPlan, formatStep, withoutSecrets } from "./plan/format-plan.ts";
export type { CopiedContent, FileContent, FileMode, SecretContent, TextContent } from "./plan/file-content.ts";
export type {
  FileStep,
  FolderStep,
  ForgetServiceStep,
  HandOverStep,
  InstallPlan,
  InstallStep,
  LingerStep,
  ManifestStep,
  PlacedStep,
  PlanStep,
  RemoveFileStep,
  RemoveFolderStep,
  RemoveSystemUserStep,
  ServiceStep,
  StopLingerStep,
  StopServiceStep,
  SystemUserStep,
} from "./plan/install-plan.ts";
export { planAgentInstall, type AgentInstallInput, type ServiceNode } from "./plan/plan-agent-install.ts";
export { planAgentUninstall, type AgentUninstallInput, type RemainingConfig } from "./plan/plan-agent-uninstall.ts";
export { restartedUnits } from "./plan/polkit-rule.ts";
export { agentUnit, type AgentUnitInput } from "./plan/systemd-unit.ts";
export { canNotifySystemd } from "./systemd/can-notify-systemd.ts";
export { canReadJournal } from "./systemd/can-read-journal.ts";
export { chooseServiceNode } from "./systemd/choose-service-node.ts";
export { hasPolkit } from "./systemd/has-polkit.ts";
export { agentJournalTail } from "./systemd/journal-tail.ts";
export { requireSystemd } from "./systemd/require-systemd.ts";
export { resolveUnit, type ResolvedUnit } from "./systemd/resolve-unit.ts";
export { completeUnitName } from "./systemd/unit-name.ts";
export { agentServiceState } from "./systemd/agent-service-state.ts";
export { configOwnerOf } from "./plan/owners.ts";
export { reportAgent, type AgentReport, type AgentServiceState, type LogRequest } from "./facts/agent-report.ts";
export { hostFactsSchema, type FileFact, type HostFacts } from "./facts/host-facts.ts";
export { requireReady } from "./facts/require-ready.ts";
export { resolveUnits, type WatchableUnit } from "./facts/resolve-units.ts";
export { pathsOf, surveyHost, type SurveyQuestion } from "./facts/survey-host.ts";
export { serverSettings, type ServerSettings } from "./config/server-settings.ts";
export type { HostScript, ScriptHost, ScriptResult } from "./hosts/script-host.ts";
export { installedOn, type InstalledAgent } from "./installed/installed-on.ts";
export { installerErrors, type InstallerErrorDescription } from "./installer-error-catalogue.ts";
export { formatHostPlan, formatHostStep } from "./plan/format-host-plan.ts";
export type { HostPlan, HostStep, PlannedSteps, PlanSecrets } from "./plan/host-plan.ts";
export { planInstall, type InstallWish, type WishedCheck } from "./plan/plan-install.ts";
export { planUninstall, type PlannedUninstall, type UninstallWish } from "./plan/plan-uninstall.ts";
export { carryOutPlan, type CarriedOut, type CarryOutPlanOptions } from "./work/carry-out-plan.ts";
export { lockHost, type HostLock } from "./work/lock-host.ts";
export { nodeCommand } from "./runtime/node-runtime.ts";
