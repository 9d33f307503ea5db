import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import type { Zod } from "../../contract/command-contract.ts";
import { dryRunSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { calledItem } from "../../resources/noun.ts";
import { placeOfProxy, proxyLogInFlags, readProxyLogIn } from "../../resources/proxy-flags.ts";
import { proxyData, proxyNoun, proxySchema } from "../../resources/nouns/proxy.ts";

/** `kuma proxy create URL`. */
export default class ProxyCreate extends KumaCommand<typeof ProxyCreate> {
  static override summary = "Set up a proxy that monitors can go through.";
  static override description =
    "With --username its password is asked for, or comes from a file. Monitors take it by --proxy-id.";
  static override args = {
    url: Args.string({ description: "Its address, such as http://proxy.example:3128.", required: true }),
  };
  static override flags = {
    ...proxyLogInFlags,
    default: Flags.boolean({ default: false, summary: "Offer it for new monitors in the web page." }),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> http://proxy.example:3128",
    {
      description: "With a log-in",
      command:
        "<%= config.bin %> <%= command.id %> socks5://10.0.0.2:1080 --username kuma --password-file /run/secrets/proxy",
    },
  ];
  static output = (z: Zod) => z.union([proxySchema(z), dryRunSchema(z, { name: z.string() })]);
  static readOnly = false;
  static destructive = false;
  static idempotent = false;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ProxyCreate);
    const place = placeOfProxy(args.url);
    const name = `${place.protocol}://${place.host}:${place.port}`;
    if (flags["dry-run"]) return this.printPlan([`set up the proxy ${name}`], { name });
    const question = this.question("The proxy's password", "--password-file FILE");
    const login = await readProxyLogIn(flags, { question, warn: (message) => void this.warn(message) });
    const client = await this.connect({ untilInterrupted: true });
    const proxy = await client.proxies.create({ ...place, ...login, isDefault: flags.default });
    this.printResult(proxyData(proxy), `Set up ${calledItem(proxyNoun, proxy)}.`, String(proxy.id));
  }
}
