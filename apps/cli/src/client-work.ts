// Imported when it is needed, as provision-work.ts is. Imported whole, the client would bring much that no command uses.
export {
  dashboardUrlOf,
  describeNotificationTypes,
  endSession,
  examineRoad,
  findMonitorType,
  isKumaError,
  monitorTypes,
  pushUrlOf,
} from "@kumakit/client";
