import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import { usageError } from "../../cli-error.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { dryRunSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { askSecret } from "../../prompts/ask.ts";
import { calledItem, findItem } from "../../resources/noun.ts";
import { placeOfProxy } from "../../resources/proxy-place.ts";
import { proxyData, proxyNoun, proxySchema } from "../../resources/nouns/proxy.ts";
import { readSecretFile } from "../../secrets/read-secret.ts";

/** `kuma proxy edit PROXY`. */
export default class ProxyEdit extends KumaCommand<typeof ProxyEdit> {
  static override summary = "Change a proxy; what is not named stays.";
  static override description = "With --username its password is asked for, or comes from a file.";
  static override args = { proxy: Args.string({ description: "Its address, or id:3.", required: true }) };
  static override flags = {
    url: Flags.string({ summary: "Its new address, such as http://proxy.example:3128.", helpValue: "URL" }),
    username: Flags.string({
      char: "u",
      summary: "The name for its log-in.",
      helpValue: "NAME",
      exclusive: ["no-log-in"],
    }),
    "password-file": Flags.string({
      summary: "Read the password for its log-in from this file.",
      helpValue: "FILE",
      dependsOn: ["username"],
    }),
    "no-log-in": Flags.boolean({ default: false, summary: "It wants no log-in any more." }),
    default: Flags.boolean({ summary: "Offer it for new monitors in the web page.", allowNo: true }),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> http://proxy.example:3128 --url http://proxy.example:8080",
    {
      description: "Another log-in",
      command: "<%= config.bin %> <%= command.id %> id:3 --username kuma --password-file /run/secrets/proxy",
    },
  ];
  static output = (z: Zod) => z.union([proxySchema(z), dryRunSchema(z, { id: z.int() })]);
  static readOnly = false;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ProxyEdit);
    const { url, username, default: isDefault } = flags;
    const place = url === undefined ? {} : placeOfProxy(url);
    const steps = [
      ...(url === undefined ? [] : [`have it ask ${url}`]),
      ...(username === undefined ? [] : [`log in there as ${JSON.stringify(username)}`]),
      ...(flags["no-log-in"] ? ["log in there no more"] : []),
      ...(isDefault === undefined ? [] : [isDefault ? "offer it for new monitors" : "offer it no more"]),
    ];
    if (steps.length === 0) throw usageError("Nothing to change is named", "--url URL");
    const login = flags["dry-run"] ? {} : await this.#logIn(flags);
    const client = await this.connect({ untilInterrupted: true });
    const proxy = findItem(proxyNoun, await client.proxies.list(), args.proxy);
    if (flags["dry-run"]) return this.printPlan(steps, { id: proxy.id });
    const after = await client.proxies.update(proxy.id, { ...place, ...login, isDefault });
    this.printResult(proxyData(after), `Changed ${calledItem(proxyNoun, after)}.`, String(after.id));
  }

  async #logIn(flags: {
    readonly username?: string | undefined;
    readonly "password-file"?: string | undefined;
    readonly "no-log-in": boolean;
  }): Promise<{ readonly username?: string | null; readonly password?: string | null }> {
    const { username, "password-file": file } = flags;
    if (flags["no-log-in"]) return { username: null, password: null };
    if (username === undefined) return {};
    const question = this.question("The proxy's password", "--password-file FILE");
    const password =
      file === undefined
        ? await askSecret(question, `Password of ${username}`)
        : await readSecretFile(file, (message) => void this.warn(message));
    return { username, password };
  }
}
