import type { Row } from "../database/database.ts";
import type { TableName } from "../database/schema.ts";
import { done, objectAt, type CallHandler } from "../socket/call.ts";
import type { DoubleSession } from "../socket/double-session.ts";

/** Things that monitors refer to, of which clients see a list. */
export interface ListedRows {
  readonly table: TableName;
  /** The event that sends the list. */
  readonly list: string;
  readonly json: (row: Row) => Readonly<Record<string, unknown>>;
  /** What is stored of what was sent. */
  readonly columns: (sent: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  /** What is said when a change names none. */
  readonly missing: string;
  /** What is said when a deletion names none; as {@link missing} unless given. */
  readonly missingAtDelete?: string;
  /** The column of `monitor` that refers to it. */
  readonly reference: string;
  /** The property that is read first, for the error of a server that was sent nothing. */
  readonly firstRead: string;
}

/** Sends the list to all clients of the user. */
export function sendRows(session: DoubleSession, { table, list, json }: ListedRows): void {
  session.sendToUser(list, session.kuma.database.all(table).map(json));
}

/** Further work on a stored row; it may return the work that follows after the list was sent. */
export type AfterStoring = (
  session: DoubleSession,
  id: number,
  sent: Readonly<Record<string, unknown>>,
) => (() => void) | undefined;

/** The call that adds or changes one. */
export function addRow(rows: ListedRows, after?: AfterStoring): CallHandler {
  return {
    values: 2,
    work: (call) => {
      const { session, args } = call;
      const { database } = session.kuma;
      const stored = args[1] ? database.get(rows.table, args[1]) : undefined;
      if (Boolean(args[1]) && stored === undefined) throw new Error(rows.missing);
      const sent = objectAt(call, 0, rows.firstRead);
      const values = { user_id: session.userId, ...rows.columns(sent) };
      const id = stored?.id ?? database.insert(rows.table, values).id;
      if (stored !== undefined) database.update(rows.table, id, values);
      const afterList = after?.(session, id, sent);
      sendRows(session, rows);
      afterList?.();
      call.reply(done("Saved.", { id }));
    },
  };
}

/** The call that deletes one; monitors that refer to it do so no more. */
export function deleteRow(rows: ListedRows): CallHandler {
  return {
    values: 1,
    work: ({ session, args: [id], reply }) => {
      const { database } = session.kuma;
      const stored = database.get(rows.table, id);
      if (stored === undefined) throw new Error(rows.missingAtDelete ?? rows.missing);
      for (const monitor of database.find("monitor", { [rows.reference]: stored.id })) monitor[rows.reference] = null;
      database.delete(rows.table, { id: stored.id });
      sendRows(session, rows);
      reply(done("successDeleted"));
    },
  };
}
