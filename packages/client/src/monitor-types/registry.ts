import { dnsMonitorType } from "./types/dns.ts";
import { dockerMonitorType } from "./types/docker.ts";
import { gamedigMonitorType } from "./types/gamedig.ts";
import { globalpingMonitorType } from "./types/globalping.ts";
import { groupMonitorType } from "./types/group.ts";
import { grpcKeywordMonitorType } from "./types/grpc-keyword.ts";
import { httpMonitorType } from "./types/http.ts";
import { jsonQueryMonitorType } from "./types/json-query.ts";
import { kafkaProducerMonitorType } from "./types/kafka-producer.ts";
import { keywordMonitorType } from "./types/keyword.ts";
import { manualMonitorType } from "./types/manual.ts";
import { mongodbMonitorType } from "./types/mongodb.ts";
import { mqttMonitorType } from "./types/mqtt.ts";
import { mysqlMonitorType } from "./types/mysql.ts";
import { ntpMonitorType } from "./types/ntp.ts";
import { oracledbMonitorType } from "./types/oracledb.ts";
import { pingMonitorType } from "./types/ping.ts";
import { pm2MonitorType } from "./types/pm2.ts";
import { portMonitorType } from "./types/port.ts";
import { postgresMonitorType } from "./types/postgres.ts";
import { pushMonitorType } from "./types/push.ts";
import { rabbitmqMonitorType } from "./types/rabbitmq.ts";
import { radiusMonitorType } from "./types/radius.ts";
import { realBrowserMonitorType } from "./types/real-browser.ts";
import { redisMonitorType } from "./types/redis.ts";
import { sipOptionsMonitorType } from "./types/sip-options.ts";
import { smtpMonitorType } from "./types/smtp.ts";
import { snmpMonitorType } from "./types/snmp.ts";
import { sqlServerMonitorType } from "./types/sqlserver.ts";
import { steamMonitorType } from "./types/steam.ts";
import { systemServiceMonitorType } from "./types/system-service.ts";
import { tailscalePingMonitorType } from "./types/tailscale-ping.ts";
import { websocketUpgradeMonitorType } from "./types/websocket-upgrade.ts";
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

/** The settings of a new monitor; `type` says which there are. */
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
