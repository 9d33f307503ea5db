import type { KumaClient } from "@kumakit/client";
import { maskSecrets, readableShellWord } from "@kumakit/text";
import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import { usageError } from "../cli-error.ts";
import { firstAgent } from "../first-run/first-agent.ts";
import { firstChannel, proveFirstAlert } from "../first-run/first-channel.ts";
import { firstLogIn } from "../first-run/first-log-in.ts";
import type { Guide } from "../first-run/guide.ts";
import { globalFlagsWithoutData } from "../flags/global-flags.ts";
import { KumaCommand } from "../kuma-command.ts";
import { styled } from "../output/theme.ts";
import { isAnybodyThere } from "../prompts/require-terminal.ts";

const titles = ["Log in", "A channel that alerts you", "The first host", "Proof that the alert arrives"] as const;

/** `kuma init`. */
export default class Init extends KumaCommand<typeof Init> {
  static override summary = "Set everything up step by step: log in, a channel, the first host, and a real alert.";
  static override description =
    "Asks one thing after the other, and shows the command of each step before it runs, so that you can type it yourself the next time. A step that is done already is passed over: run it again to go on where you stopped. Without a terminal, use the commands themselves: kuma login, kuma notification create, kuma agent install, kuma verify.";
  static override args = { url: Args.string({ description: "The server, such as http://kuma.example:3001." }) };
  // It speaks with a person; each step has its own data.
  static override baseFlags = globalFlagsWithoutData;
  static override flags = {
    host: Flags.string({ summary: "The first host, over SSH; without it you are asked.", helpValue: "USER@NAME" }),
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> http://kuma.example:3001",
    {
      description: "The first host is another one",
      command: "<%= config.bin %> <%= command.id %> https://kuma.example --host root@tk-app3",
    },
  ];
  static output = null;
  static readOnly = false;
  static destructive = false;
  static idempotent = true;
  static withoutDryRun = "Each step asks first.";
  static withoutTool = "It asks a person.";

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Init);
    const guide = this.#guide();
    if (this.globals.asData || this.globals.quiet || !isAnybodyThere(guide.question))
      throw usageError("kuma init asks a person at a terminal", "kuma login URL");
    await this.#step(0, () => firstLogIn(guide, { url: args.url, server: () => this.serverInUse() }));
    const channel = await this.#step(1, () => firstChannel(guide));
    const added = await this.#step(2, () => firstAgent(guide, { channel, host: flags.host }));
    await this.#step(3, () => proveFirstAlert(guide, added));
    this.note(
      [
        `\n${styled("success", "Done.", process.stderr)} From here:`,
        "  kuma status            everything on one screen",
        "  kuma agent discover --host root@NAME",
        "                         the next host",
        "  kuma doctor            look for what is not as it should be",
      ].join("\n"),
    );
  }

  #guide(): Guide {
    const { server, profile } = this.globals;
    let client: KumaClient | undefined;
    const always = [
      ...(server === undefined ? [] : ["--server", server]),
      ...(profile === undefined ? [] : ["--profile", profile]),
    ];
    return {
      question: this.question("An answer", "the commands themselves"),
      say: (text) => this.note(text),
      connect: async () => (client ??= await this.connect()),
      run: async (id, words) => {
        const shown = ["kuma", ...id.split(":"), ...words, ...always].map(readableShellWord).join(" ");
        // The address of a server may have been typed with the log-in of a proxy.
        this.note(styled("faint", `$ ${maskSecrets(shown)}`, process.stderr));
        await this.config.runCommand(id, [...words, ...always]);
      },
    };
  }

  async #step<Result>(index: 0 | 1 | 2 | 3, work: () => Promise<Result>): Promise<Result> {
    this.note(`\n${styled("heading", `${index + 1} of ${titles.length}  ${titles[index]}`, process.stderr)}`);
    try {
      return await work();
    } catch (error) {
      this.note(`\nTo go on from here: ${styled("heading", "kuma init", process.stderr)}`);
      throw error;
    }
  }
}
