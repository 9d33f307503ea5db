import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import { usageError } from "../../cli-error.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { dryRunSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { calledItem, findItem } from "../../resources/noun.ts";
import { placeOfProxy, proxyLogInFlags, readProxyLogIn } from "../../resources/proxy-flags.ts";
import { proxyData, proxyNoun, proxySchema } from "../../resources/nouns/proxy.ts";

/** `kuma proxy edit PROXY`. */
export default class ProxyEdit extends KumaCommand<typeof ProxyEdit> {
  static override summary = "Change a proxy; what is not named stays.";
  static override description = "With --username its password is asked for, or comes from a file.";
  static override args = { proxy: Args.string({ description: "Its address, or id:3.", required: true }) };
  static override flags = {
    url: Flags.string({ summary: "Its new address, such as http://proxy.example:3128.", helpValue: "URL" }),
    ...proxyLogInFlags,
    "no-log-in": Flags.boolean({
      default: false,
      summary: "It wants no log-in any more.",
      exclusive: ["username"],
    }),
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
    const question = this.question("The proxy's password", "--password-file FILE");
    const login = flags["no-log-in"] ? { username: null, password: null } : undefined;
    const client = await this.connect({ untilInterrupted: true });
    const proxy = findItem(proxyNoun, await client.proxies.list(), args.proxy);
    if (flags["dry-run"]) return this.printPlan(steps, { id: proxy.id });
    const given = login ?? (await readProxyLogIn(flags, { question, warn: (message) => void this.warn(message) }));
    const after = await client.proxies.update(proxy.id, { ...place, ...given, isDefault });
    this.printResult(proxyData(after), `Changed ${calledItem(proxyNoun, after)}.`, String(after.id));
  }
}
