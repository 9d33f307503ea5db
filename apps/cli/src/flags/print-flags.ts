import * as Flags from "@oclif/core/flags";

/** The forms that a plan is printed in. */
const printForms = ["script", "cloud-init", "json"] as const;

/** The flags that have a plan printed instead of carried out. */
export const printFlags = {
  print: Flags.string({
    summary:
      "Print the plan for one host instead of carrying it out: a script that root can run there, user data of cloud-init, or data. The host is not changed.",
    options: [...printForms],
    exclusive: ["dry-run"],
    helpGroup: "PRINT",
  }),
  facts: Flags.string({
    summary:
      "Plan for the host of these facts, from kuma agent facts, instead of looking at one; - reads them from stdin.",
    helpValue: "FILE",
    dependsOn: ["print"],
    exclusive: ["host", "hosts-file"],
    helpGroup: "PRINT",
  }),
  "with-secrets": Flags.boolean({
    summary:
      "Print the push tokens as well; the monitors are made for that, unless --token-file has the token. Needs --output-file.",
    dependsOn: ["print", "output-file"],
    helpGroup: "PRINT",
  }),
  "output-file": Flags.string({
    summary: "Print into this file, which only you can read (0600); one that is there is replaced.",
    helpValue: "FILE",
    dependsOn: ["print"],
    helpGroup: "PRINT",
  }),
};

/** The values of {@link printFlags}. */
export interface PrintFlags {
  readonly print?: string | undefined;
  readonly facts?: string | undefined;
  readonly "with-secrets"?: boolean | undefined;
  readonly "output-file"?: string | undefined;
}
