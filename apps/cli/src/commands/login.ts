import type { KumaClient } from "@kumakit/client";
import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import { usageError } from "../cli-error.ts";
import type { Zod } from "../contract/command-contract.ts";
import { serverUrlSchema } from "../contract/shared-schemas.ts";
import { readVariable } from "../environment.ts";
import { KumaCommand } from "../kuma-command.ts";
import { loginQuestions } from "../profiles/login-questions.ts";
import { askText } from "../prompts/ask.ts";
import type { Question } from "../prompts/require-terminal.ts";
import { headersInFront } from "../secrets/headers-in-front.ts";
import { readSecretFile } from "../secrets/read-secret.ts";
import { problemOfServer, readTypedServer, splitAddress, type TypedAddress } from "../server-url.ts";

/** `kuma login URL`. */
export default class Login extends KumaCommand<typeof Login> {
  static override summary = "Log in to an Uptime Kuma, and remember the session.";
  static override description =
    "Asks for missing values. Only a session token is stored, in a file that nobody else can read; the password is not. Something in front of the server may want a log-in as well: its headers are stored with the session, and agents get them. The token holds until the password is changed; that of an Uptime Kuma from 3.0 on ends after seven days without use.";
  static override args = { url: Args.string({ description: "The server, such as http://kuma.example:3001." }) };
  static override flags = {
    username: Flags.string({ char: "u", summary: "The user's name.", helpValue: "NAME" }),
    "password-stdin": Flags.boolean({
      default: false,
      summary: "Read the password from stdin.",
      exclusive: ["password-file"],
    }),
    "password-file": Flags.string({ summary: "Read the password from this file.", helpValue: "FILE" }),
    "totp-secret-file": Flags.string({
      summary: "Make two-factor codes from the secret in this file (base32 or otpauth:// URL).",
      helpValue: "FILE",
    }),
    "header-file": Flags.string({
      summary: 'Send the headers in this file, one "Name: value" a line, to what is in front of the server.',
      helpValue: "FILE",
    }),
    "create-admin": Flags.boolean({ default: false, summary: "Create the first user, on a server that has none yet." }),
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> http://kuma.example:3001",
    {
      description: "In a script",
      command:
        "<%= config.bin %> <%= command.id %> https://kuma.example --username admin --password-file /run/secrets/kuma",
    },
  ];
  static output = (z: Zod) =>
    z.strictObject({ server: serverUrlSchema(z), username: z.string().nullable(), version: z.string() });
  static readOnly = false;
  static destructive = false;
  static idempotent = true;
  static withoutDryRun = "It changes your own settings alone.";

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Login);
    if (args.url !== undefined && this.globals.profile !== undefined)
      throw usageError("A URL and --profile cannot be used together", "kuma login --profile NAME");
    const typed = args.url === undefined ? this.globals.server : readTypedServer(splitAddress(args.url).address);
    const { address: url, authorization } = typed === undefined ? await this.#serverToUse() : settled(typed, args.url);
    // Who has typed another address, or none, sees where the password goes.
    if (url !== args.url) this.note(`Logging in to ${url}`);
    const warn = (message: string): void => void this.warn(message);
    const file = flags["header-file"];
    const headers = await headersInFront({ file, authorization, isSeen: typed !== undefined }, warn);
    const secretFile = flags["totp-secret-file"];
    const totpSecret =
      secretFile === undefined ? readVariable("KUMA_TOTP_SECRET") : await readSecretFile(secretFile, warn);
    const question = (what: string, instead: string): Question => this.question(what, instead);
    const isNew = this.createsAdmin || flags["create-admin"];
    const questions = loginQuestions({ ...flags, "create-admin": isNew }, { question, warn });
    const { logIn } = await import("../profiles/log-in.ts");
    const client = await logIn(
      { url, createsAdmin: isNew, totpSecret, questions },
      { ...this.connection, headers: headers ?? (await this.headersFor(url)), sessions: this.sessions },
    );
    this.closeAtEnd(client);
    // Who types the address of a server wants to use that one, not the profile that was in use.
    const left = typed === undefined ? undefined : await this.profiles.leaveUnlessFor(client.server.url);
    if (left !== undefined) this.note(`The profile ${left.name} (${left.server}) is not in use any more.`);
    this.#sayDone(client, isNew);
  }

  /** Whether the first user is made, whatever the flags say. */
  protected get createsAdmin(): boolean {
    return false;
  }

  #sayDone({ server, session }: KumaClient, isNew: boolean): void {
    const username = session.username ?? null;
    const done = isNew ? "Created the first user, and logged in" : "Logged in";
    this.printResult(
      { server: server.url, username, version: server.version },
      username === null
        ? `${server.url} (Uptime Kuma ${server.version}) asks for no login.`
        : `${done} to ${server.url} (Uptime Kuma ${server.version}) as ${username}.`,
      server.url,
    );
  }

  async #serverToUse(): Promise<TypedAddress> {
    const known = await this.serverInUse();
    if (known !== undefined) return { address: known };
    const question = this.question("The server's URL", "kuma login URL");
    const given = splitAddress(await askText(question, "URL of your Uptime Kuma", problemOfServer));
    return { ...given, address: readTypedServer(given.address) };
  }
}

/** An address that is settled, with the log-in that was typed with it. */
function settled(address: string, typed = ""): TypedAddress {
  return { ...splitAddress(typed), address };
}
