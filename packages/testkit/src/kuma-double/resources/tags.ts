import type { Row } from "../database/database.ts";
import { literal } from "../database/statement-text.ts";
import { done, failed, objectAt, type CallHandler } from "../socket/call.ts";
import { sendMonitor } from "./monitors/monitor-lists.ts";

const tagJson = ({ id, name, color }: Row): Readonly<Record<string, unknown>> => ({ id, name, color });

/** Tags, and their places on monitors. */
export const tagCalls: Readonly<Record<string, CallHandler>> = {
  getTags: {
    values: 0,
    work: ({ session, reply }) => reply({ ok: true, tags: session.kuma.database.all("tag").map(tagJson) }),
  },
  addTag: {
    values: 1,
    work: (call) => {
      const { name, color } = objectAt(call, 0, "name");
      call.reply({ ok: true, tag: tagJson(call.session.kuma.database.insert("tag", { name, color })) });
    },
  },
  editTag: {
    values: 1,
    work: (call) => {
      const { id, name, color } = objectAt(call, 0, "id");
      const { database } = call.session.kuma;
      const tag = database.get("tag", id);
      if (tag === undefined) return call.reply(failed("tagNotFound"));
      database.update("tag", tag.id, { name, color });
      return call.reply(done("Saved.", { tag: tagJson(tag) }));
    },
  },
  deleteTag: {
    values: 1,
    work: ({ session, args: [id], reply }) => {
      session.kuma.database.delete("tag", { id: Number(id) });
      reply(done("successDeleted"));
    },
  },
  addMonitorTag: {
    values: 3,
    work: ({ session, args: [tag_id, monitor_id, value], reply }) => {
      const values = { tag_id, monitor_id, value };
      const statement = `INSERT INTO monitor_tag (tag_id, monitor_id, value) VALUES (${Object.values(values).map(literal).join(", ")})`;
      session.kuma.database.insert("monitor_tag", values, statement);
      sendMonitor(session, monitor_id);
      reply(done("successAdded"));
    },
  },
  editMonitorTag: {
    values: 3,
    work: ({ session, args: [tag, monitor, value], reply }) => {
      const { database } = session.kuma;
      for (const { id } of database.find("monitor_tag", { tag_id: Number(tag), monitor_id: Number(monitor) }))
        database.update("monitor_tag", id, { value });
      sendMonitor(session, monitor);
      reply(done("successEdited"));
    },
  },
  deleteMonitorTag: {
    values: 3,
    work: ({ session, args: [tag, monitor, value], reply }) => {
      // A value of NULL is equal to nothing.
      if (typeof value === "string")
        session.kuma.database.delete("monitor_tag", { tag_id: Number(tag), monitor_id: Number(monitor), value });
      sendMonitor(session, monitor);
      reply(done("successDeleted"));
    },
  },
};
