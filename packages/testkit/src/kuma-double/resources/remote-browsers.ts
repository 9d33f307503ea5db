import { once } from "node:events";
import { connect } from "node:net";
import { NoAnswerError, objectAt, type Call, type CallHandler } from "../socket/call.ts";
import { addRow, deleteRow, type ListedRows } from "./listed-rows.ts";

/** Remote browsers. */
export const remoteBrowsers: ListedRows = {
  table: "remote_browser",
  list: "remoteBrowserList",
  json: ({ id, url, name }) => ({ id, url, name }),
  columns: ({ name, url }) => ({ name, url }),
  missing: "Remote browser not found",
  missingAtDelete: "Remote Browser not found",
  reference: "remote_browser",
  firstRead: "name",
};

/** There is no browser that the double could use: it knows only how it goes wrong. */
async function tryBrowser(call: Call): Promise<void> {
  const { url: sent } = objectAt(call, 0, "url");
  if (!URL.canParse(String(sent)))
    throw failed("Invalid URL", [`<ws preparing> retrieving websocket url from ${String(sent)}`]);
  const { protocol, hostname, port, origin, pathname } = new URL(String(sent));
  if (protocol !== "ws:") throw new NoAnswerError("the double tries browsers by ws: only");
  const url = `${origin === "null" ? `ws://${hostname}:${port}` : origin}${pathname}`;
  const socket = connect(Number(port || 80), hostname);
  try {
    await once(socket, "connect");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw failed(`WebSocket error: ${reason}`, [
      `<ws connecting> ${url}`,
      `<ws error> ${url} error ${reason}`,
      `<ws connect error> ${url} ${reason}`,
      `<ws disconnected> ${url} code=1006 reason=`,
    ]);
  } finally {
    socket.destroy();
  }
  throw new NoAnswerError("the double has no browsers");
}

function failed(problem: string, log: readonly string[]): Error {
  const [title, end] = [`${"=".repeat(27)} logs ${"=".repeat(27)}`, "=".repeat(60)];
  return new Error([`browserType.connect: ${problem}`, title, ...log, end].join("\n"));
}

/** Their calls. */
export const remoteBrowserCalls: Readonly<Record<string, CallHandler>> = {
  addRemoteBrowser: addRow(remoteBrowsers),
  testRemoteBrowser: { values: 1, work: tryBrowser },
  deleteRemoteBrowser: deleteRow(remoteBrowsers),
};
