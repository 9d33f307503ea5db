import { printable } from "@kumakit/text";

import { InstallerError, type InstallerErrorDetails } from "../../installer-error.ts";

type Kind = Pick<InstallerErrorDetails, "code" | "layer" | "hint"> & { readonly says: (host: string) => string };

/** The failures of ssh, by its own words, which it has in English alone; the first that fits counts. */
const kinds: readonly (readonly [said: RegExp, kind: (host: string) => Kind])[] = [
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED/,
    (host) => ({
      code: "INSTALLER_HOST_KEY_CHANGED",
      layer: "network",
      says: () => `The key of ${host} is not the one that is known here: it was set up again, or another host answers.`,
      hint: "find out which of the two; then remove the old key with ssh-keygen -R",
    }),
  ],
  [
    /Host key verification failed|No \S+ host key is known/,
    (host) => ({
      code: "INSTALLER_HOST_KEY_UNKNOWN",
      layer: "network",
      says: () => `The key of ${host} is not known here.`,
      hint: `connect once with ssh ${host}, and compare the key that it shows`,
    }),
  ],
  [
    /Permission denied \(|Too many authentication failures|No more authentication methods/,
    (host) => ({
      code: "INSTALLER_LOGIN_REFUSED",
      layer: "permissions",
      says: () => `${host} did not let us log in.`,
      hint: "add a key that it accepts to ssh-agent, or run this in a terminal to be asked for the password",
    }),
  ],
  [
    /Bad configuration option|bad configuration options|Bad owner or permissions|keyword .* extra arguments/i,
    () => ({
      code: "INSTALLER_UNREACHABLE",
      layer: "usage",
      says: () => "The config of ssh on this machine cannot be used.",
      hint: "mend ~/.ssh/config",
    }),
  ],
];

/** The error of a connection that did not come about. */
export function connectFailure(host: string, { said, isLate }: FailedConnect): InstallerError {
  const shown = printable(host);
  const kind = kinds.find(([words]) => words.test(said))?.[1](shown);
  const reason = isLate ? "it did not answer in time" : lastLine(said);
  if (kind !== undefined) {
    const { says, ...details } = kind;
    return new InstallerError({ ...details, message: says(shown), host, cause: new Error(lastLine(said)) });
  }
  return new InstallerError({
    code: "INSTALLER_UNREACHABLE",
    layer: "network",
    message: `${shown} cannot be reached over SSH: ${reason}.`,
    hint: `try it by hand: ssh ${shown}`,
    host,
  });
}

/** The facts about an attempt to connect. */
export interface FailedConnect {
  /** What ssh wrote to standard error. */
  readonly said: string;
  readonly isLate: boolean;
}

/** ssh is not on this machine. */
export function withoutSsh(cause: unknown): InstallerError {
  return new InstallerError({
    code: "INSTALLER_NO_SSH",
    layer: "usage",
    message: "There is no program ssh on this machine.",
    hint: "install OpenSSH's client",
    cause,
  });
}

/** A connection that stood, and does not any more. */
export function connectionLost(host: string, isGivenUp: boolean): InstallerError {
  const why = isGivenUp ? "it did not answer in time" : "it ended in the middle of the work";
  return new InstallerError({
    code: "INSTALLER_CONNECTION_LOST",
    layer: "network",
    message: `The connection to ${printable(host)} was lost: ${why}.`,
    hint: "run the same again: it finds out what is there, and does the rest",
    host,
  });
}

/** The account has no shell that runs ours. */
export function withoutShell(host: string, said: string): InstallerError {
  return new InstallerError({
    code: "INSTALLER_NO_SHELL",
    layer: "permissions",
    message: `${printable(host)} runs no programs for this account${said.trim() === "" ? "" : `; it says: ${lastLine(said)}`}.`,
    hint: "the account needs a login shell, and the host sh and base64",
    host,
  });
}

/** sudo does not let the account work as root. */
export function sudoRefused(host: string, said: string): InstallerError {
  const reason = lastLine(said.replaceAll(/^sudo: /gm, ""));
  return new InstallerError({
    code: "INSTALLER_SUDO_REFUSED",
    layer: "permissions",
    message: `sudo on ${printable(host)} does not let this account work as root: ${reason}.`,
    hint: "log in as root, let sudo ask no password (NOPASSWD), or run this in a terminal to be asked for it",
    host,
  });
}

/** One line of what a program said, without a full stop and without what could move a terminal's cursor. */
function lastLine(said: string): string {
  const lines = said.split("\n").map((line) => printable(line.trim().replace(/^ssh: /, "")));
  return (lines.findLast((line) => line !== "") ?? "it did not say why").replace(/\.$/, "");
}
