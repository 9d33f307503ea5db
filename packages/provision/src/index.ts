export {
  localHost,
  type CheckDefinition,
  type DrilledUnit,
  type DrillEnd,
  type FoundJob,
  type FoundPush,
  type Host,
  type HostPlan,
  type HostStep,
  type InstallScope,
  type PlannedRuntime,
  type RuntimeWish,
  type StateBefore,
  type StepChange,
} from "@kumakit/installer";
export type { AgentWish, GivenToken, ReportsTo } from "./agent/agent-wish.ts";
export type { CheckChange } from "./agent/change-checks.ts";
export { describeAgentPlan, type DescribedPlan } from "./agent/describe-agent-plan.ts";
export { installAgent } from "./agent/install-agent.ts";
export type { AgentMonitor, InstallOutcome, ReplacedLine, WatchedCheck } from "./agent/install-outcome.ts";
export { defaultMonitorName } from "./agent/monitor-name.ts";
export { outcomesOf, type HostResult } from "./agent/on-hosts.ts";
export { planAgent, type AgentPlan } from "./agent/plan-agent.ts";
export { confirmCarried, type CarriedReport } from "./carried/confirm-carried.ts";
export type { CarriedPlan, CarriedProgram, CarriedReceipt, CarriedWish, FileChange } from "./carried/carried-wish.ts";
export { comfortableLoad, serverLoad, type ServerLoad } from "./carried/server-load.ts";
export type { CarriedOptions } from "./carried/carried-context.ts";
export { planCarried } from "./carried/plan-carried.ts";
export { printAgent, type PrintOptions } from "./agent/print-agent.ts";
export type { PrintedPlan } from "./agent/printed-plan.ts";
export { planRemoval, prepareRemoval, type RemovalPlan, type RemovalWish } from "./agent/plan-removal.ts";
export type { ProvisionEvent, ProvisionOptions, WarningCode } from "./agent/provision-event.ts";
export type { LeftMonitor } from "./agent/removal-monitors.ts";
export { planUpdates, updateAgents, type UpdateOutcome, type UpdateWish } from "./agent/update-agent.ts";
export { uninstallAgent, type RemovalOutcome } from "./agent/uninstall-agent.ts";
export { backupKinds, backupSchema, type Backup, type BackupKind, type SavedThing } from "./backup/backup.ts";
export {
  carryOutRestore,
  type FailedStep,
  type RestoreOptions,
  type RestoreOutcome,
} from "./backup/carry-out-restore.ts";
export { planRestore, type RestorePlan, type RestoreStep } from "./backup/plan-restore.ts";
export { takeBackup } from "./backup/take-backup.ts";
export {
  provisionErrorCatalogue,
  type ProvisionErrorCode,
  type ProvisionErrorDescription,
} from "./errors/error-catalogue.ts";
export { discover, type Discovery } from "./discover/discover-agent.ts";
export type { Proposal } from "./discover/proposals.ts";
export { acknowledgeDrill, drillWithCode, type AckWish } from "./drill-schedule/acknowledge-drill.ts";
export { cancelDrills, planCancel, type DrillsEnd } from "./drill-schedule/cancel-drills.ts";
export type { AboutDrills, DrillAck, DrillRhythm } from "./drill-schedule/drill-monitor.ts";
export { drillsOnHost } from "./drill-schedule/drills-on-host.ts";
export { listDrills, type DrillState, type KnownDrills, type ScheduledDrills } from "./drill-schedule/list-drills.ts";
export {
  planSchedule,
  scheduleDrills,
  type DrillsOrder,
  type OrderedDrills,
} from "./drill-schedule/schedule-drills.ts";
export { planDrill, type DrillPlan, type DrillWish } from "./drill/plan-drill.ts";
export {
  runDrill,
  type DrillEvent,
  type DrillOptions,
  type DrillOutcome,
  type NoticedChange,
} from "./drill/run-drill.ts";
export { compareHost, isWhollyReadable, monitorsOfHost, type ComparedServer } from "./doctor/compare-host.ts";
export type { DoctorCode, DoctorFinding, DoctorSubject, FoundCheck } from "./doctor/doctor-finding.ts";
export { monitorsFindings } from "./doctor/monitors-findings.ts";
export { examineServer, type ServerExamination } from "./doctor/examine-server.ts";
export { isMendable, mendFinding } from "./doctor/mend-findings.ts";
export { roadFindings } from "./doctor/road-findings.ts";
export { moveAgents } from "./move/move-agent.ts";
export type { LeftFate, LeftMonitors, MovedReport, MoveOutcome, MoveWish } from "./move/move-wish.ts";
export { planMoves, type MovePlan } from "./move/plan-moves.ts";
export {
  isProvisionError,
  ProvisionError,
  type FailureCode,
  type FailureSubject,
  type ProvisionErrorDetails,
} from "./errors/provision-error.ts";
export { marker, type Marker, type MarkerKey } from "./marker/marker.ts";
export { describeActions } from "./monitors/describe-actions.ts";
export {
  ensureMonitor,
  realiseMonitor,
  type EnsuredMonitor,
  type EnsureOptions,
  type MadeAnyMonitor,
  type MadeMonitor,
} from "./monitors/ensure-monitor.ts";
export { planClone, planEdit, type MonitorEditWish } from "./monitors/plan-edit.ts";
export type { MonitorAction, MonitorPlan, MonitorRef, NamedRef, SettingChange } from "./monitors/monitor-action.ts";
export type {
  GroupWish,
  IfExists,
  MonitorWish,
  NamedNotification,
  NewMonitorSettings,
  TagWish,
} from "./monitors/monitor-wish.ts";
export { lookUpMonitor, planMonitor, type PlannedMonitor, type PushMonitor } from "./monitors/plan-monitor.ts";
export { ensureNotification, type EnsuredNotification } from "./notifications/ensure-notification.ts";
export { provenAt, testedAt, testNotification } from "./notifications/test-notification.ts";
export {
  planNotification,
  type NotificationAction,
  type NotificationConfig,
  type NotificationPlan,
  type NotificationWish,
} from "./notifications/plan-notification.ts";
export { channelsOf, type Channel, type ChannelTest } from "./proof/channel-tests.ts";
export type { AlertVerdict } from "./proof/judge-alert.ts";
export type { ProofEvent, ProofOptions } from "./proof/proof-options.ts";
export {
  acknowledgeAlert,
  proveAlerts,
  type Proof,
  type ProofLevel,
  type ProvenChannel,
  type ProvenMonitor,
} from "./proof/prove-alerts.ts";
export { lookAtServer } from "./proof/look-at-server.ts";
export type { Finding, FindingCode, ServerView } from "./proof/settings-findings.ts";
export type { ThrowAwayAlert } from "./proof/throw-away-alert.ts";
