import type { KumaClient } from "@kumakit/client";
import type { ProvisionOptions } from "@kumakit/provision";
import { Command } from "@oclif/core/command";
import type { Input, ParserOutput } from "@oclif/core/interfaces";

import { isAgentMode, isConfirmed, proposalOf, withoutConfirmation } from "./agent-mode.ts";
import { progressText, warningText } from "./agents/event-text.ts";
import type { ClientWish } from "./connection/open-client.ts";
import type { CommandContract, OutputOf, PlanOf } from "./contract/command-contract.ts";
import { checkEnvironment, readVariable } from "./environment.ts";
import { reportFailure } from "./failure/report-failure.ts";
import { EXIT, reportedExitCode } from "./exit-codes.ts";
import { wantsDebug, wantsJson, wordsInOrder } from "./flags/command-line.ts";
import { globalFlags, readGlobalFlags, type GlobalFlagValues } from "./flags/global-flags.ts";
import { interruption } from "./interruption.ts";
import type { DataFormatter } from "./output/data-forms.ts";
import { formatJson, write } from "./output/write.ts";
import { SILENT_PROGRESS, startProgress, type Progress } from "./output/progress.ts";
import type { ShownTable, TableFlags } from "./output/show-table.ts";
import { styled } from "./output/theme.ts";
import { chooseCredentials, type Credentials } from "./profiles/choose-credentials.ts";
import { chooseServer, serverSteps, type ServerStep } from "./profiles/choose-server.ts";
import { ProfileStore } from "./profiles/profile-store.ts";
import type { Question } from "./prompts/require-terminal.ts";
import { SessionStore } from "./profiles/session-store.ts";

type Values = Record<string, unknown>;

interface PrintedTable<Row, Output> extends ShownTable<Row> {
  /** Printed with `--json`. */
  readonly data: Output;
  readonly ids: readonly (number | string)[];
}

interface ConnectWish extends ClientWish {
  readonly untilInterrupted?: boolean;
}

/**
 * The base of all commands of `kuma`: global flags, the connection, output, and the report of failures. A command passes
 * the type of its class, so that the compiler asks for its contract and holds its output to the schema there.
 */
export abstract class KumaCommand<Contract extends CommandContract> extends Command {
  static override baseFlags = globalFlags;

  /** Aborted on Ctrl-C or SIGTERM; pass it to whatever waits. */
  protected readonly signal: AbortSignal = interruption;

  #globals: GlobalFlagValues = readGlobalFlags({});
  #formatter: DataFormatter | undefined;
  /** Whether the plan is printed for somebody who has to agree first. */
  #proposes = false;
  #clients: KumaClient[] = [];

  /** The values of the global flags; known once `parse()` was called. */
  protected get globals(): GlobalFlagValues {
    return this.#globals;
  }

  /** The stored logins of this person. */
  protected get sessions(): SessionStore {
    return new SessionStore(this.config.configDir, (message) => void this.warn(message));
  }

  /** The servers that this person has given names. */
  protected get profiles(): ProfileStore {
    return new ProfileStore(this.config.configDir);
  }

  /** Where the server's address could come from, the first first, and what each says. */
  protected serverSteps(): Promise<readonly ServerStep[]> {
    return serverSteps(this.globals, { profiles: this.profiles, sessions: this.sessions });
  }

  /** The address of the server in use, if there is one. @throws CliError (exit 3) for a profile that there is not */
  protected async serverInUse(): Promise<string | undefined> {
    return chooseServer(await this.serverSteps())?.url;
  }

  /** The server in use, and how to log in to it. @throws CliError (exit 4) when there is no way */
  protected async credentials(asVisitor = false): Promise<Credentials> {
    return chooseCredentials(this.sessions, await this.serverInUse(), asVisitor);
  }

  /**
   * A connection to the server, logged in; closed when the command ends. Ctrl-C ends it at once with `untilInterrupted`;
   * else it stays, so that what was begun can be taken back. With `asVisitor` nobody has to be logged in; with
   * `keepStates` it knows how every monitor is.
   *
   * @throws KumaError
   */
  protected async connect(options: ConnectWish = {}): Promise<KumaClient> {
    return await this.open(await this.credentials(options.asVisitor), options);
  }

  /** As {@link KumaCommand.connect}, to the server of these credentials. */
  protected async open(credentials: Credentials, options: ConnectWish = {}): Promise<KumaClient> {
    const { openClient } = await import("./connection/open-client.ts");
    const client = await openClient(credentials, this.connection, options);
    this.closeAtEnd(client);
    if (options.untilInterrupted === true) this.signal.addEventListener("abort", () => void client.close());
    return client;
  }

  /** The headers for what is in front of a server, by default the one in use; those of its session. */
  protected async headersFor(server?: string): Promise<Readonly<Record<string, string>> | undefined> {
    return (await this.sessions.find(server ?? (await this.serverInUse())))?.headers;
  }

  /** What `--timeout`, `--debug` and Ctrl-C mean for a connection. */
  protected get connection(): { timeout: number | undefined; debug: boolean; signal: AbortSignal } {
    const { timeout, debug } = this.globals;
    return { timeout: timeout ?? readVariable("KUMA_TIMEOUT"), debug, signal: this.signal };
  }

  /** Has a connection that was opened in another way closed when the command ends. */
  protected closeAtEnd(client: KumaClient): void {
    this.#clients.push(client);
  }

  /**
   * Writes the result to stdout: the data with `--json`, `--output` or `--template`, the short form with `--quiet` (nothing, when there is none), else
   * the text for people. An empty text writes nothing.
   */
  protected printResult(data: OutputOf<Contract>, human: string | (() => string), quiet?: string): void {
    this.#print(data, human, quiet);
  }

  /** Writes what became of things that were named: one as an object where the words could mean no more, else a list. */
  protected printOneOrMany(data: readonly { readonly id: number }[], isSingle: boolean, human: string): void {
    const [only] = data;
    if (only === undefined) return;
    this.#print(isSingle ? only : data, human, data.map(({ id }) => id).join("\n"));
  }

  #print(data: unknown, human: string | (() => string), quiet?: string): void {
    if (this.#proposes) return this.#propose(data);
    const { asData, quiet: isQuiet } = this.globals;
    const formatted = this.#formatter?.one(data);
    const text = formatted ?? (asData || isQuiet ? (quiet ?? "") : typeof human === "string" ? human : human());
    if (text !== "") write(`${text}\n`, process.stdout);
  }

  /** Prints what the command would do, and ends: the person whose agent this is has to agree first. */
  #propose(plan: unknown): never {
    const proposal = proposalOf({ id: this.id ?? "", argv: this.argv }, this.#contract, plan);
    write(`${formatJson(proposal)}\n`, process.stdout);
    this.exit(EXIT.usage);
  }

  get #contract(): CommandContract {
    return this.constructor as unknown as CommandContract;
  }

  /** Writes one of many results to stdout as it comes: on one line with `--json`. */
  protected printEach(data: OutputOf<Contract>, human: string): void {
    write(`${this.#formatter?.each(data) ?? human}\n`, process.stdout);
  }

  /** Writes a table, in a pager when it is long; the ids alone with `--quiet`, and nothing when there are no rows. */
  protected async printTable<Row>(table: PrintedTable<Row, OutputOf<Contract>>, flags: TableFlags): Promise<void> {
    const isForPeople = !this.globals.asData && !this.globals.quiet;
    if (!isForPeople) return this.printResult(table.data, "", table.ids.join("\n"));
    if (table.rows.length === 0) return;
    const { showTable } = await import("./output/show-table.ts");
    await showTable(table, flags);
  }

  /** Writes what `--dry-run` has found out: steps of which each completes "Would …", and what a script wants besides. */
  protected printPlan(steps: readonly string[], data: PlanOf<Contract>): void {
    this.#print({ dryRun: true, ...(data as object), steps }, steps.map((step) => `Would ${step}.`).join("\n"));
  }

  /** Says something in passing on stderr; not with `--quiet` or `--json`. */
  protected note(text: string): void {
    if (!this.globals.asData && !this.globals.quiet) write(`${text}\n`, process.stderr);
  }

  /** Warns on stderr, whatever the flags. */
  override warn<T extends Error | string>(input: T): T {
    const text = typeof input === "string" ? input : input.message;
    write(`${styled("warning", "Warning:", process.stderr)} ${text}\n`, process.stderr);
    return input;
  }

  /** A question that may be put on a terminal; `instead` is the flag that answers it elsewhere. */
  protected question(what: string, instead: string): Question {
    return { what, instead, noInput: this.globals.noInput };
  }

  /** Shows on stderr what is going on, where somebody is looking at it. */
  protected progress(text: string): Progress {
    return this.globals.asData || this.globals.quiet ? SILENT_PROGRESS : startProgress(text);
  }

  /** Has work on hosts report on the line of `bar` and, for warnings, on a line each; Ctrl-C stops it. */
  protected workOptions(bar: Progress): ProvisionOptions {
    return {
      signal: this.signal,
      on: (event) => {
        const text = progressText(event);
        if (event.kind === "warning") this.warn(warningText(event));
        else if (text !== undefined) bar.update(text);
      },
    };
  }

  protected override async parse<F extends Values, B extends Values, A extends Values>(
    options?: Input<F, B, A>,
    argv?: string[],
  ): Promise<ParserOutput<F, B, A>> {
    checkEnvironment((message) => void this.warn(message));
    const isByAgent = isAgentMode();
    const isHeld = isByAgent && !this.#contract.readOnly;
    const asksItself = Object.hasOwn(options?.flags ?? {}, "yes");
    // The parser changes the words of the command.
    const given = argv ?? this.argv;
    const words = isHeld && !asksItself ? withoutConfirmation(given) : given;
    const parsed = await super.parse(options === undefined ? options : withoutStdin(options), words);
    const globals = readGlobalFlags(parsed.flags);
    if (isHeld && !isConfirmed(given)) this.#holdBack(parsed);
    const debug = globals.debug || readVariable("KUMA_DEBUG") === true;
    // Nobody sits at the terminal of an agent.
    this.#globals = { ...globals, debug, noInput: globals.noInput || isByAgent };
    await this.#loadFormatter();
    return { ...parsed, argv: wordsInOrder(parsed.raw) };
  }

  async #loadFormatter(): Promise<void> {
    const { form } = this.#globals;
    if (form === undefined) return;
    const { loadFormatter } = await import("./output/data-forms.ts");
    this.#formatter = await loadFormatter(form, (message) => void this.warn(message));
  }

  /** In agent mode a command that changes something only plans, until it is run again with `--yes`. */
  #holdBack({ flags, args }: { readonly flags: Values; readonly args: Values }): void {
    // A plan that is printed for others, or that is asked for, changes nothing.
    if (flags["dry-run"] === true || flags["print"] !== undefined) return;
    if (this.#contract.changesWith?.(flags, args) === false) return;
    this.#proposes = true;
    if (this.#contract.withoutDryRun !== undefined) this.#propose(null);
    flags["dry-run"] = true;
  }

  protected override async catch(error: Error): Promise<never> {
    const exit =
      reportedExitCode(error) ??
      reportFailure(error, {
        json: wantsJson(this.argv),
        debug: wantsDebug(this.argv),
        command: (this.id ?? "").replaceAll(":", " "),
        version: this.config.version,
      });
    this.exit(exit);
  }

  protected override async finally(): Promise<void> {
    await Promise.allSettled(this.#clients.map((client) => client.close()));
  }
}

/** The parser would take what is piped in, a password perhaps, for an argument that is not given. */
function withoutStdin<F extends Values, B extends Values, A extends Values>(options: Input<F, B, A>): Input<F, B, A> {
  for (const arg of Object.values(options.args ?? {})) Object.assign(arg, { ignoreStdin: true });
  return options;
}
