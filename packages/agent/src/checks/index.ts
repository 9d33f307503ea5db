// The entry `@kumakit/agent/checks`: all that is known of check types without their settings. It loads no zod.
export {
  type CheckDiscovery,
  type CheckNeed,
  type CheckRuntime,
  type SettingConflict,
  type UnitKind,
} from "./about-check-type.ts";
export { aboutCheck, checkTypeNames, needsOf, type CheckTypeFacts } from "./about-checks.ts";
export { type CheckConfig, type CheckSettings, type CheckTypeName } from "./registry.ts";
export { checkTypeOfUnit, watchedUnitKinds, watchesUnits, type UnitCheckType } from "./discovery.ts";
