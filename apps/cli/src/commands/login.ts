import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import { KumaCommand } from "../kuma-command.ts";
import type { LoginQuestions } from "../profiles/log-in.ts";
import { askSecret, askText } from "../prompts/ask.ts";
import { readPasswordFromStdin, readSecretFile } from "../secrets/read-secret.ts";
import { normaliseServerUrl } from "../server-url.ts";
import { readVariable } from "../environment.ts";

/** `kuma login URL`. */
export default class Login extends KumaCommand {
  static override summary = "Log in to an Uptime Kuma, and remember the session.";
  static override description =
    "Asks for what is not given. What is stored is a session token, in a file that only you can read; the password is not. The token holds until the password is changed.";
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

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Login);
    const url = normaliseServerUrl(args.url ?? (await this.#serverToUse()));
    const warn = (message: string): void => void this.warn(message);
    const secretFile = flags["totp-secret-file"];
    const totpSecret =
      secretFile === undefined ? readVariable("KUMA_TOTP_SECRET") : await readSecretFile(secretFile, warn);
    const questions: LoginQuestions = {
      username: async () =>
        flags.username ??
        readVariable("KUMA_USERNAME") ??
        (await askText(this.question("The user's name", "--username NAME"), "User name")),
      password: async () => {
        if (flags["password-stdin"]) return readPasswordFromStdin();
        const file = flags["password-file"];
        if (file !== undefined) return readSecretFile(file, warn);
        const instead = "--password-stdin or --password-file FILE";
        return readVariable("KUMA_PASSWORD") ?? askSecret(this.question("The password", instead), "Password");
      },
      code: () =>
        askText(
          this.question("A two-factor code", "--totp-secret-file FILE"),
          "Two-factor code of your authenticator app",
        ),
    };
    const { logIn } = await import("../profiles/log-in.ts");
    const client = await logIn(
      { url, createsAdmin: flags["create-admin"], totpSecret, questions },
      { ...this.connection, sessions: this.sessions },
    );
    this.closeAtEnd(client);
    const { server, session } = client;
    const username = session.username ?? null;
    this.printResult(
      { server: server.url, username, version: server.version },
      username === null
        ? `${server.url} (Uptime Kuma ${server.version}) asks for no login.`
        : `Logged in to ${server.url} (Uptime Kuma ${server.version}) as ${username}.`,
      server.url,
    );
  }

  async #serverToUse(): Promise<string> {
    const known = this.globals.server ?? readVariable("KUMA_SERVER") ?? (await this.sessions.find())?.server;
    return known ?? askText(this.question("The server's URL", "kuma login URL"), "URL of your Uptime Kuma");
  }
}
