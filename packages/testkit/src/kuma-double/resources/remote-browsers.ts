import type { CallHandler } from "../socket/call.ts";
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

/** Their calls. */
export const remoteBrowserCalls: Readonly<Record<string, CallHandler>> = {
  addRemoteBrowser: addRow(remoteBrowsers),
  deleteRemoteBrowser: deleteRow(remoteBrowsers),
};
