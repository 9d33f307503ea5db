import { dnsMonitorType } from "./dns.ts";
import { dockerMonitorType } from "./docker.ts";
import { gamedigMonitorType } from "./gamedig.ts";
import { globalpingMonitorType } from "./globalping.ts";
import { groupMonitorType } from "./group.ts";
import { grpcKeywordMonitorType } from "./grpc-keyword.ts";
import { httpMonitorType } from "./http.ts";
import { jsonQueryMonitorType } from "./json-query.ts";
import { kafkaProducerMonitorType } from "./kafka-producer.ts";
import { keywordMonitorType } from "./keyword.ts";
import { manualMonitorType } from "./manual.ts";
import { mongodbMonitorType } from "./mongodb.ts";
import { mqttMonitorType } from "./mqtt.ts";
import { mysqlMonitorType } from "./mysql.ts";
import { ntpMonitorType } from "./ntp.ts";
import { oracledbMonitorType } from "./oracledb.ts";
import { pingMonitorType } from "./ping.ts";
import { pm2MonitorType } from "./pm2.ts";
import { portMonitorType } from "./port.ts";
import { postgresMonitorType } from "./postgres.ts";
import { pushMonitorType } from "./push.ts";
import { rabbitmqMonitorType } from "./rabbitmq.ts";
import { radiusMonitorType } from "./radius.ts";
import { realBrowserMonitorType } from "./real-browser.ts";
import { redisMonitorType } from "./redis.ts";
import { sipOptionsMonitorType } from "./sip-options.ts";
import { smtpMonitorType } from "./smtp.ts";
import { snmpMonitorType } from "./snmp.ts";
import { sqlServerMonitorType } from "./sqlserver.ts";
import { steamMonitorType } from "./steam.ts";
import { systemServiceMonitorType } from "./system-service.ts";
import { tailscalePingMonitorType } from "./tailscale-ping.ts";
import { websocketUpgradeMonitorType } from "./websocket-upgrade.ts";
import type { MonitorTypeDefinition } from "./monitor-type-definition.ts";

/** Every monitor type of Uptime Kuma 2.5.3: one file each, and one line here. Everything else is derived from this list. */
export const monitorTypes = [
  httpMonitorType,
  keywordMonitorType,
  jsonQueryMonitorType,
  portMonitorType,
  pingMonitorType,
  dnsMonitorType,
  dockerMonitorType,
  pushMonitorType,
  groupMonitorType,
  realBrowserMonitorType,
  grpcKeywordMonitorType,
  steamMonitorType,
  gamedigMonitorType,
  mqttMonitorType,
  kafkaProducerMonitorType,
  sqlServerMonitorType,
  postgresMonitorType,
  mysqlMonitorType,
  mongodbMonitorType,
  redisMonitorType,
  radiusMonitorType,
  tailscalePingMonitorType,
  smtpMonitorType,
  snmpMonitorType,
  rabbitmqMonitorType,
  manualMonitorType,
  websocketUpgradeMonitorType,
  sipOptionsMonitorType,
  globalpingMonitorType,
  systemServiceMonitorType,
  oracledbMonitorType,
  ntpMonitorType,
  pm2MonitorType,
] as const;

/** What a monitor is created from; `type` says which settings there are. */
export type MonitorInput = (typeof monitorTypes)[number]["example"];

/** The types that can be created. */
export type MonitorType = MonitorInput["type"];

/**
 * Looks a type up.
 *
 * @param type - Its name on the wire.
 */
export function findMonitorType(type: string): MonitorTypeDefinition | undefined {
  // A definition only ever gets what its own schema has let through.
  return monitorTypes.find((definition) => definition.type === type) as MonitorTypeDefinition | undefined;
}
