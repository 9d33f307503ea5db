import type { CallHandler } from "../socket/call.ts";
import { addRow, deleteRow, type ListedRows } from "./listed-rows.ts";

/** Docker hosts. */
export const dockerHosts: ListedRows = {
  table: "docker_host",
  list: "dockerHostList",
  json: ({ id, user_id, docker_daemon, docker_type, name }) => ({
    id,
    userID: user_id,
    dockerDaemon: docker_daemon,
    dockerType: docker_type,
    name,
  }),
  columns: ({ dockerDaemon, dockerType, name }) => ({ docker_daemon: dockerDaemon, docker_type: dockerType, name }),
  missing: "docker host not found",
  reference: "docker_host",
  firstRead: "dockerDaemon",
};

/** Their calls. */
export const dockerHostCalls: Readonly<Record<string, CallHandler>> = {
  addDockerHost: addRow(dockerHosts),
  deleteDockerHost: deleteRow(dockerHosts),
};
