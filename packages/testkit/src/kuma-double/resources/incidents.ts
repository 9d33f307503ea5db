import type { Row } from "../database/database.ts";
import { secondsNow } from "../database/stored-value.ts";
import { done, failed, type Call, type CallHandler } from "../socket/call.ts";
import { pageOf } from "./status-page-name.ts";

type Sent = Readonly<Record<string, unknown>>;

const styles = ["info", "warning", "danger", "primary", "light", "dark"];
const pageSize = 10;

/** An incident as everybody sees it. */
export function incidentJson(incident: Row): Sent {
  return {
    id: incident.id,
    style: incident["style"],
    title: incident["title"],
    content: incident["content"],
    pin: incident["pin"] === 1,
    active: incident["active"] === 1,
    createdDate: incident["created_date"],
    lastUpdatedDate: incident["last_updated_date"],
    status_page_id: incident["status_page_id"],
  };
}

function demandPage({ session, args: [slug] }: Call): Row {
  const page = pageOf(session.kuma.database, slug);
  if (page === undefined) throw new Error("slug is not found");
  return page;
}

function incidentOn({ session }: Call, page: Row, id: unknown): Row | undefined {
  const incident = session.kuma.database.get("incident", id);
  return incident?.["status_page_id"] === page.id ? incident : undefined;
}

function post(call: Call): void {
  const page = demandPage(call);
  const { database } = call.session.kuma;
  const { id, title, content, style } = call.args[1] as Sent;
  const values = { title, content, style, pin: true, active: true, status_page_id: page.id };
  const known = id ? incidentOn(call, page, id) : undefined;
  const date = id ? { last_updated_date: secondsNow() } : { created_date: secondsNow() };
  if (known !== undefined) database.update("incident", known.id, { ...values, ...date });
  const incident = known ?? database.insert("incident", { ...values, ...date });
  const json = incidentJson(incident);
  // What was never stored is not known of a new one.
  call.reply({ ok: true, incident: known === undefined ? { ...json, lastUpdatedDate: undefined } : json });
}

/** The work on an incident that is there; otherwise the server says so. */
const onIncident = (work: (call: Call, incident: Row) => void): ((call: Call) => void) => {
  return (call) => {
    const page = pageOf(call.session.kuma.database, call.args[0]);
    if (page === undefined) return call.reply(failed("slug is not found"));
    const incident = incidentOn(call, page, call.args[1]);
    if (incident === undefined) return call.reply(failed("Incident not found or access denied"));
    return work(call, incident);
  };
};

function isBlank(text: unknown): boolean {
  return typeof text !== "string" || text.trim() === "";
}

function edit(call: Call, incident: Row): void {
  const { title, content, style, pin } = call.args[2] as Sent;
  if (isBlank(title)) return call.reply(failed("Please input title"));
  if (isBlank(content)) return call.reply(failed("Please input content"));
  call.session.kuma.database.update("incident", incident.id, {
    title,
    content,
    style: styles.includes(String(style)) ? style : "warning",
    pin: pin !== false,
    last_updated_date: secondsNow(),
  });
  return call.reply(done("Saved.", { incident: incidentJson(incident) }));
}

/** Newest first, a page at a time; the cursor is the date of the last one. */
function history(call: Call): void {
  const page = demandPage(call);
  const [, cursor] = call.args;
  const all = call.session.kuma.database.find("incident", { status_page_id: page.id });
  const before = (date: unknown): readonly Row[] => all.filter((row) => String(row["created_date"]) < String(date));
  const from = cursor ? before(cursor) : all;
  const shown = from
    .toSorted((a, b) => (String(a["created_date"]) < String(b["created_date"]) ? 1 : -1))
    .slice(0, pageSize);
  const last = shown.at(-1)?.["created_date"];
  const hasMore = last !== undefined && before(last).length > 0;
  const incidents = shown.map(incidentJson);
  call.reply({ ok: true, incidents, total: all.length, nextCursor: hasMore ? last : null, hasMore });
}

/** Incidents on status pages. */
export const incidentCalls: Readonly<Record<string, CallHandler>> = {
  postIncident: { values: 2, work: post },
  unpinIncident: {
    values: 1,
    work: ({ session: { kuma }, args: [slug], reply }) => {
      const id = pageOf(kuma.database, slug)?.id ?? null;
      for (const incident of kuma.database.find("incident", { status_page_id: id })) incident["pin"] = 0;
      reply({ ok: true });
    },
  },
  editIncident: { values: 3, work: onIncident(edit) },
  resolveIncident: {
    values: 2,
    work: onIncident((call, incident) => {
      Object.assign(incident, { active: 0, pin: 0, last_updated_date: secondsNow() });
      call.reply(done("Resolved", { incident: incidentJson(incident) }));
    }),
  },
  deleteIncident: {
    values: 2,
    work: onIncident((call, incident) => {
      call.session.kuma.database.delete("incident", { id: incident.id });
      call.reply(done("successDeleted"));
    }),
  },
  getIncidentHistory: { values: 2, isPublic: true, work: history },
};
