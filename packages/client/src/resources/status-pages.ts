import { isUnclear, withHint } from "../errors/with-hint.ts";
import { KumaNotFoundError, KumaRejectedError } from "../errors/kuma-errors.ts";
import type { StatusPage, StatusPageInput, StatusPagePatch, StatusPageSummary } from "../model/status-page.ts";
import { validate } from "../monitor-types/validate.ts";
import { readAck } from "../protocol/ack.ts";
import { statusPageInputSchema, statusPagePatchSchema } from "../status-pages/status-page-input.ts";
import {
  changedOnly,
  checkPageMonitors,
  checkStatusPageFields,
  isSentAlways,
  statusPageOnTheWire,
} from "../status-pages/status-page-to-wire.ts";
import type { SaveArguments } from "../status-pages/status-page-to-wire.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";
import { editToLast } from "./lasting-edit.ts";
import type { Row } from "./row-looks.ts";
import { fetchMonitors } from "./monitors/fetch-list.ts";
import {
  aboutStatusPage,
  checkSlug,
  fetchStatusPage,
  fetchStatusPageRows,
  fetchStatusPageSummary,
} from "./fetch-status-page.ts";
import { IncidentsOverSocket } from "./incidents.ts";
import type { Incidents } from "./incidents.ts";

/**
 * The status pages of a server.
 *
 * @example
 * ```ts
 * await client.statusPages.create({
 *   slug: "customers",
 *   title: "Is it up?",
 *   groups: [{ name: "Shop", monitors: [{ id: monitor.id }] }],
 * });
 * ```
 */
export interface StatusPages {
  /** The incidents on the pages. */
  readonly incidents: Incidents;
  /**
   * All pages, by id, without their groups. The server only sends the list after a log-in. So this logs in once more,
   * on another connection and by the session token, which the server does not count.
   */
  list(options?: CallOptions): Promise<readonly StatusPageSummary[]>;
  /**
   * One page with its groups. The link of a monitor is `null` where it is the monitor's own address.
   *
   * @throws {@link KumaNotFoundError} when there is no page with that slug.
   */
  get(slug: string, options?: CallOptions): Promise<StatusPage>;
  /**
   * Makes a page with everything on it. The remains of a failed step are deleted again.
   *
   * @throws {@link KumaValidationError} when the input is wrong; nothing was sent.
   * @throws {@link KumaNotFoundError} when a monitor does not exist; nothing was made.
   * @throws {@link KumaRejectedError} when there is a page with that slug.
   * @throws {@link KumaUnsupportedError} when the server is too old for a field.
   */
  create(input: StatusPageInput, options?: CallOptions): Promise<StatusPage>;
  /**
   * Changes some of a page; everything else on it stays as it is. Sends nothing when nothing would change.
   *
   * @throws {@link KumaValidationError} when the patch is wrong, or too big for the server.
   * @throws {@link KumaNotFoundError} when the page or a monitor does not exist.
   * @throws {@link KumaConflictError} when others change the page at the same time, and the change does not stay.
   * @throws {@link KumaUnsupportedError} when the server is too old for a field.
   */
  update(slug: string, patch: StatusPagePatch, options?: CallOptions): Promise<StatusPage>;
  /**
   * Deletes a page with its groups and incidents. The monitors stay.
   *
   * @throws {@link KumaNotFoundError} when there is no page with that slug.
   */
  delete(slug: string, options?: CallOptions): Promise<void>;
}

/** The values of a page that a save writes, by name; a group's id is the server's. */
function rowOf([, config, icon, groups]: SaveArguments): Row {
  const withoutId = (group: Row): Row => Object.fromEntries(Object.entries(group).filter(([name]) => name !== "id"));
  return { ...config, icon, groups: groups.map(withoutId) };
}

/** Whether the server stores these apart from the page's own row, one after the other. */
function isInSteps(names: readonly string[]): boolean {
  return names.includes("groups") || names.includes("domainNameList");
}

/** {@link StatusPages} over a connection. */
export class StatusPagesOverSocket implements StatusPages {
  readonly incidents: Incidents;
  readonly #context: ClientContext;

  /** Takes the connection. */
  constructor(context: ClientContext) {
    this.#context = context;
    this.incidents = new IncidentsOverSocket(context);
  }

  list(options?: CallOptions): Promise<readonly StatusPageSummary[]> {
    return fetchStatusPageRows(this.#context, options);
  }

  get(slug: string, options?: CallOptions): Promise<StatusPage> {
    return fetchStatusPage(this.#context, slug, options);
  }

  async create(given: StatusPageInput, options?: CallOptions): Promise<StatusPage> {
    const input = validate(statusPageInputSchema, given);
    return this.#alone(input.slug, () => this.#make(input, options), options);
  }

  async update(slug: string, given: StatusPagePatch, options?: CallOptions): Promise<StatusPage> {
    checkSlug(slug);
    const patch = validate(statusPagePatchSchema, given);
    const change = async (): Promise<StatusPage> => {
      await this.#check(patch, options);
      return this.#save(slug, patch, options);
    };
    // Another slug may be that of a page that is being made.
    const isMove = patch.slug !== undefined && patch.slug !== slug;
    return isMove ? this.#context.writes.all("status page", change, options) : this.#alone(slug, change, options);
  }

  delete(slug: string, options?: CallOptions): Promise<void> {
    const remove = async (): Promise<void> => {
      await fetchStatusPageSummary(this.#context, slug, options);
      await this.#remove(slug, options);
    };
    return this.#alone(slug, remove, options);
  }

  #alone<T>(slug: string, write: () => Promise<T>, options?: CallOptions): Promise<T> {
    return this.#context.writes.one(["status page", slug], write, options);
  }

  async #make(input: StatusPageInput, options?: CallOptions): Promise<StatusPage> {
    await this.#check(input, options);
    if (await this.#exists(input.slug, options))
      throw new KumaRejectedError(`There is a status page "${input.slug}" already.`);
    const isOurs = await this.#add(input, options);
    try {
      const { slug, title: _, ...rest } = input;
      return await this.#save(slug, rest, options);
    } catch (error) {
      if (!isOurs) throw withHint(error, `The status page "${input.slug}" is left behind.`);
      await this.#remove(input.slug, { timeout: options?.timeout }).catch(() => {
        const message = `The status page "${input.slug}" could not be finished, and is left behind.`;
        throw new KumaRejectedError(message, { cause: error });
      });
      throw error;
    }
  }

  async #check(patch: StatusPagePatch, options?: CallOptions): Promise<void> {
    checkStatusPageFields(patch, this.#context.server);
    if (patch.groups === undefined) return;
    const monitors = await fetchMonitors(this.#context, options);
    checkPageMonitors(patch.groups, new Set(monitors.map(({ id }) => id)));
  }

  async #exists(slug: string, options?: CallOptions): Promise<boolean> {
    try {
      await fetchStatusPageSummary(this.#context, slug, options);
      return true;
    } catch (error) {
      if (error instanceof KumaNotFoundError) return false;
      throw error;
    }
  }

  /** Gives whether it is certain that this client made it: when the answer was lost, another one may have. */
  async #add({ slug, title }: StatusPageInput, options?: CallOptions): Promise<boolean> {
    try {
      const answer = await this.#context.transport.call("addStatusPage", [title, slug], options);
      readAck(answer, { what: `The status page "${slug}"` });
      return true;
    } catch (error) {
      if (isUnclear(error) && (await this.#isAsAdded(slug, title, options).catch(() => false))) return false;
      throw error;
    }
  }

  /** Whether there is a page as a new one is: with that title, and nothing on it. */
  async #isAsAdded(slug: string, title: string, options?: CallOptions): Promise<boolean> {
    const page = await fetchStatusPage(this.#context, slug, options);
    return page.title === title && page.groups.length === 0;
  }

  async #save(slug: string, patch: StatusPagePatch, options?: CallOptions): Promise<StatusPage> {
    const { server, transport } = this.#context;
    let page = await fetchStatusPage(this.#context, slug, options);
    let isFresh = true;
    let present = statusPageOnTheWire(page, {}, server);
    let args = present;
    await editToLast(this.#context, {
      what: `the status page "${slug}"`,
      options,
      isSentByOthers: (names) => names.some((name) => isSentAlways(name)),
      isInSteps,
      read: async () => {
        if (!isFresh) page = await fetchStatusPage(this.#context, page.slug, options);
        isFresh = false;
        present = statusPageOnTheWire(page, {}, server);
        return rowOf(present);
      },
      wish: () => {
        args = statusPageOnTheWire(page, patch, server);
        return rowOf(args);
      },
      write: async () => {
        await aboutStatusPage(page.slug, async () => {
          const answer = await transport.call("saveStatusPage", changedOnly(args, present), options);
          readAck(answer, { what: `The change of the status page "${page.slug}"` });
        });
        page = { ...page, slug: patch.slug ?? page.slug };
      },
    });
    return page;
  }

  async #remove(slug: string, options?: CallOptions): Promise<void> {
    await aboutStatusPage(slug, async () => {
      const answer = await this.#context.transport.call("deleteStatusPage", [slug], options);
      readAck(answer, { what: `Deleting the status page "${slug}"` });
    });
  }
}
