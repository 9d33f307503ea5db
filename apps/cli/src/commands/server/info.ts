import { KumaCommand } from "../../kuma-command.ts";
import { chooseServer } from "../../profiles/choose-server.ts";
import { describeServerInfo, serverInfo, serverInfoSchema } from "../../profiles/server-info.ts";

/** `kuma server info`. */
export default class ServerInfo extends KumaCommand<typeof ServerInfo> {
  static override summary = "Show the version and address of the server in use, and whether it answers.";
  static override description =
    "Works without a login too, but the server shows its version only to those who are logged in.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    {
      description: "Another server",
      command: "<%= config.bin %> <%= command.id %> --server http://kuma.example:3001 --timeout 5s",
    },
  ];
  static output = serverInfoSchema;
  static readOnly = true;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    await this.parse(ServerInfo);
    const chosen = chooseServer(await this.serverSteps());
    const client = await this.connect({ untilInterrupted: true, asVisitor: true });
    const info = serverInfo(client, chosen);
    this.printResult(info, () => describeServerInfo(info), info.version ?? "");
  }
}
