import { get } from "node:http";
import { text } from "node:stream/consumers";
import { NoAnswerError, objectAt, type Call, type CallHandler } from "../socket/call.ts";
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

async function testDockerHost(call: Call): Promise<void> {
  const { dockerType, dockerDaemon } = objectAt(call, 0, "dockerType");
  if (dockerType !== "tcp") throw new NoAnswerError("the double asks daemons by TCP only");
  const containers = await getJson(`${String(dockerDaemon)}/containers/json?all=true`);
  if (!Array.isArray(containers)) throw new Error("Invalid Docker response, is it Docker really a daemon?");
  const msg =
    containers.length > 0
      ? `Connected Successfully. Amount of containers: ${containers.length}`
      : "Connected Successfully, but there are no containers?";
  call.reply({ ok: true, msg });
}

function getJson(url: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const sent = get(url, (response) => {
      text(response).then((body) => resolve(JSON.parse(body)), reject);
    });
    sent.once("error", reject);
  });
}

/** Their calls. */
export const dockerHostCalls: Readonly<Record<string, CallHandler>> = {
  addDockerHost: addRow(dockerHosts),
  testDockerHost: { values: 1, work: testDockerHost },
  deleteDockerHost: deleteRow(dockerHosts),
};
