import { readVariable } from "../environment.ts";
import { askNewSecret, askSecret, askText } from "../prompts/ask.ts";
import type { Question } from "../prompts/require-terminal.ts";
import { readPasswordFromStdin, readSecretFile } from "../secrets/read-secret.ts";
import type { LoginQuestions } from "./log-in.ts";

/** The flags of `kuma login` that answer a question. */
interface LoginFlags {
  readonly "create-admin": boolean;
  readonly username?: string | undefined;
  readonly "password-stdin": boolean;
  readonly "password-file"?: string | undefined;
}

/** How the command asks and warns. */
interface LoginVoice {
  readonly question: (what: string, instead: string) => Question;
  readonly warn: (message: string) => void;
}

/** Where the answers come from: a flag, then a variable, then the person. */
export function loginQuestions(flags: LoginFlags, { question, warn }: LoginVoice): LoginQuestions {
  const file = flags["password-file"];
  return {
    username: async () =>
      flags.username ??
      readVariable("KUMA_USERNAME") ??
      (await askText(question("The user's name", "--username NAME"), "User name")),
    password: async () => {
      if (flags["password-stdin"]) return readPasswordFromStdin();
      if (file !== undefined) return readSecretFile(file, warn);
      const instead = "--password-stdin or --password-file FILE";
      const asked = question("The password", instead);
      const given = readVariable("KUMA_PASSWORD");
      if (given !== undefined) return given;
      return flags["create-admin"] ? askNewSecret(asked, "Password of the new user") : askSecret(asked, "Password");
    },
    code: () =>
      askText(question("A two-factor code", "--totp-secret-file FILE"), "Two-factor code of your authenticator app"),
  };
}
