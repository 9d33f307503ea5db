import { agentCpu1, agentCpu10 } from "./agent/agent-cpu.ts";
import { agentDetectionPlain, agentDetectionWithLog } from "./agent/agent-detection.ts";
import { agentIdle } from "./agent/agent-idle.ts";
import { agentMemory1, agentMemory20, agentMemory300 } from "./agent/agent-memory.ts";
import type { Benchmark } from "./benchmark.ts";
import { ansibleRole } from "./ansible/ansible-role.ts";
import { againstPeers } from "./big/against-peer.ts";
import { bigCalls, bigList, bigLogin, bigMemory, bigMemoryStates } from "./big/big-client.ts";
import { bigMonitorList } from "./big/big-monitor-list.ts";
import { peerMonitorList } from "./big/peer-monitor-list.ts";
import { clientCreate } from "./client-create.ts";
import { clientCreateMany } from "./client-create-many.ts";
import { clientLogin, clientLoginMemory } from "./client-login.ts";
import { help } from "./help.ts";
import { agentInstall1, agentInstall20 } from "./install/agent-install.ts";
import { manyUnits } from "./install/agent-units.ts";
import { monitorCreate } from "./monitor-create.ts";
import { version } from "./version.ts";

/** Every headline number, in the order in which they are measured. */
export const benchmarks: readonly Benchmark[] = [
  version,
  help,
  monitorCreate,
  agentDetectionPlain,
  agentDetectionWithLog,
  agentCpu1,
  agentCpu10,
  agentMemory1,
  agentMemory20,
  agentMemory300,
  agentIdle,
  agentInstall1,
  agentInstall20,
  ...manyUnits,
  ansibleRole,
  clientCreate,
  clientCreateMany,
  clientLogin,
  clientLoginMemory,
  bigLogin,
  bigList,
  bigMemory,
  bigMemoryStates,
  bigCalls,
  bigMonitorList,
  ...againstPeers,
  peerMonitorList,
];
