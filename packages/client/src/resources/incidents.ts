import * as z from "zod";
import { checkId } from "../arguments/check-id.ts";
import { KumaNotFoundError } from "../errors/kuma-errors.ts";
import type { Incident, IncidentInput, IncidentPatch } from "../model/incident.ts";
import { validate } from "../monitor-types/validate.ts";
import { fieldOf, readAck } from "../protocol/ack.ts";
import { incidentSchema, incidentStyles } from "../protocol/incident-schema.ts";
import { parsePayload } from "../protocol/parse-payload.ts";
import { serverSaid } from "../protocol/server-words.ts";
import { hasVersion, needsVersion } from "../server-version/needs-version.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";
import { aboutStatusPage, checkSlug, fetchStatusPageSummary, freshPublicPage } from "./fetch-status-page.ts";
import { incidentHistory } from "./incident-history.ts";
import { editToLast, pauseBetween } from "./lasting-edit.ts";
import type { Row } from "./row-looks.ts";

// incident.title is VARCHAR(255)
const titleSchema = z
  .string()
  .refine((text) => text.trim() !== "", "must not be empty")
  .max(255, "must not be longer than 255 characters");
const contentSchema = z.string().refine((text) => text.trim() !== "", "must not be empty");
const styleSchema = z.enum(incidentStyles, `must be one of ${incidentStyles.join(", ")}`);

const inputSchema: z.ZodType<IncidentInput> = z.strictObject({
  title: titleSchema,
  content: contentSchema,
  style: styleSchema.optional(),
});
const patchSchema: z.ZodType<IncidentPatch> = z.strictObject({
  title: titleSchema.optional(),
  content: contentSchema.optional(),
  style: styleSchema.optional(),
});

const mostReads = 6;

/** The incidents on the status pages of a server. */
export interface Incidents {
  /**
   * Posts an incident and pins it at the top of the page. Servers before 2.1 show the newest pinned one only.
   *
   * @throws {@link KumaNotFoundError} when there is no page with that slug.
   */
  post(slug: string, input: IncidentInput, options?: CallOptions): Promise<Incident>;
  /**
   * Changes an incident. Sends nothing when nothing would change. On a server before 2.1 only the pinned one can be changed.
   *
   * @throws {@link KumaNotFoundError} when the page or the incident does not exist, or is not pinned on such a server.
   * @throws {@link KumaConflictError} when others change the incident at the same time, and the change does not stay.
   */
  update(slug: string, id: number, patch: IncidentPatch, options?: CallOptions): Promise<Incident>;
  /**
   * Marks an incident as over, and unpins it.
   *
   * @throws {@link KumaUnsupportedError} when the server is older than 2.1: unpin it there.
   * @throws {@link KumaNotFoundError} when the page or the incident does not exist.
   */
  resolve(slug: string, id: number, options?: CallOptions): Promise<Incident>;
  /**
   * Takes every pinned incident off the top of a page.
   *
   * @throws {@link KumaNotFoundError} when there is no page with that slug.
   */
  unpinAll(slug: string, options?: CallOptions): Promise<void>;
  /**
   * Deletes an incident.
   *
   * @throws {@link KumaUnsupportedError} when the server is older than 2.1: unpin it there.
   * @throws {@link KumaNotFoundError} when the page or the incident does not exist.
   */
  delete(slug: string, id: number, options?: CallOptions): Promise<void>;
  /**
   * The pinned incidents of a page, newest first; at most one on servers before 2.1.
   *
   * @throws {@link KumaNotFoundError} when there is no page with that slug.
   */
  pinned(slug: string, options?: CallOptions): Promise<readonly Incident[]>;
  /**
   * Every incident of a page, newest first. It is read as the loop goes on, ten at a time.
   *
   * @throws {@link KumaUnsupportedError} when the server is older than 2.1.
   * @throws {@link KumaNotFoundError} when there is no page with that slug.
   */
  history(slug: string, options?: CallOptions): AsyncIterableIterator<Incident>;
}

const pinnedSchema = z
  .looseObject({ incident: incidentSchema.nullish(), incidents: z.array(incidentSchema).nullish() })
  .transform(({ incident, incidents }) => {
    return incidents ?? (incident === null || incident === undefined ? [] : [incident]);
  });

/** {@link Incidents} over a connection. */
export class IncidentsOverSocket implements Incidents {
  readonly #context: ClientContext;

  /** Takes the connection. */
  constructor(context: ClientContext) {
    this.#context = context;
  }

  async post(slug: string, input: IncidentInput, options?: CallOptions): Promise<Incident> {
    checkSlug(slug);
    const { title, content, style = "warning" } = validate(inputSchema, input);
    return this.#change(slug, ["postIncident", [slug, { title, content, style }]], {
      what: `The incident "${title}"`,
      options,
    });
  }

  // The call options come last in every call of a resource, here after three plain values.
  // oxlint-disable-next-line max-params
  async update(slug: string, id: number, given: IncidentPatch, options?: CallOptions): Promise<Incident> {
    checkSlug(slug);
    checkId(id);
    const patch = validate(patchSchema, given);
    const change = (): Promise<Incident> => this.#edit(slug, { id, patch }, options);
    return this.#context.writes.one(["status page", slug], change, options);
  }

  async #edit(
    slug: string,
    { id, patch }: { readonly id: number; readonly patch: IncidentPatch },
    options?: CallOptions,
  ): Promise<Incident> {
    let [present, isFresh] = [await this.#get(slug, id, options), true];
    const what = `The change of the incident ${id}`;
    const rowOf = ({ title, content, style }: Incident): Row => ({ title, content, style });
    const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    // Before 2.1 the server leaves alone what is left out.
    const takesPart = !hasVersion(this.#context.server, "2.1");
    await editToLast(this.#context, {
      what: `the incident ${id}`,
      options,
      isSentByOthers: () => !takesPart,
      read: async () => {
        if (!isFresh) present = await this.#get(slug, id, options);
        isFresh = false;
        return rowOf(present);
      },
      wish: (row) => ({ ...row, ...given }),
      write: async (row) => {
        const before = rowOf(present);
        const changes = Object.entries(row).filter(([name, value]) => before[name] !== value);
        const [event, args] = takesPart
          ? (["postIncident", [slug, { id, ...Object.fromEntries(changes) }]] as const)
          : (["editIncident", [slug, id, { ...row, pin: present.pinned }]] as const);
        await aboutStatusPage(slug, async () => {
          readAck(await this.#context.transport.call(event, args, options), { what });
        });
      },
    });
    return present;
  }

  async resolve(slug: string, id: number, options?: CallOptions): Promise<Incident> {
    checkSlug(slug);
    checkId(id);
    needsVersion(this.#context.server, "2.1", "Resolving an incident");
    const what = `Resolving the incident ${id}`;
    return this.#about(id, () => this.#change(slug, ["resolveIncident", [slug, id]], { what, options }));
  }

  async unpinAll(slug: string, options?: CallOptions): Promise<void> {
    // The server says yes for a page that is not there.
    await fetchStatusPageSummary(this.#context, slug, options);
    const answer = await this.#context.transport.call("unpinIncident", [slug], options);
    readAck(answer, { what: `Unpinning the incidents of the status page "${slug}"` });
  }

  async delete(slug: string, id: number, options?: CallOptions): Promise<void> {
    checkSlug(slug);
    checkId(id);
    needsVersion(this.#context.server, "2.1", "Deleting an incident");
    await aboutStatusPage(slug, () =>
      this.#about(id, async () => {
        const answer = await this.#context.transport.call("deleteIncident", [slug, id], options);
        readAck(answer, { what: `Deleting the incident ${id}` });
      }),
    );
  }

  async pinned(slug: string, options?: CallOptions): Promise<readonly Incident[]> {
    await fetchStatusPageSummary(this.#context, slug, options);
    const body = await freshPublicPage(this.#context, slug, options);
    return parsePayload(`The incidents of the status page "${slug}"`, pinnedSchema, body);
  }

  history(slug: string, options?: CallOptions): AsyncIterableIterator<Incident> {
    return incidentHistory(this.#context, slug, options);
  }

  async #get(slug: string, id: number, options?: CallOptions): Promise<Incident> {
    const hasHistory = hasVersion(this.#context.server, "2.1");
    for (let reads = 1; ; reads += 1) {
      const candidates = hasHistory ? this.history(slug, options) : await this.pinned(slug, options);
      for await (const incident of candidates) if (incident.id === id) return incident;
      // A server before 2.1 unpins all for a moment while it stores a change of one.
      if (hasHistory || reads === mostReads) throw new KumaNotFoundError("incident", id);
      await pauseBetween(reads, options?.signal);
    }
  }

  #change(
    slug: string,
    [event, args]: readonly [string, readonly unknown[]],
    request: { what: string; options: CallOptions | undefined },
  ): Promise<Incident> {
    return aboutStatusPage(slug, async () => {
      const answer = await this.#context.transport.call(event, args, request.options);
      return fieldOf(readAck(answer, { what: request.what }), "incident", incidentSchema);
    });
  }

  async #about<T>(id: number, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (serverSaid(error, "unknownIncident")) throw new KumaNotFoundError("incident", id, { cause: error });
      throw error;
    }
  }
}
