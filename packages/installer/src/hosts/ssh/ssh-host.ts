import type { ConnectedHost } from "../host.ts";
import { openSsh, type SshOptions } from "./connect-ssh.ts";
import { requireSshName } from "./ssh-name.ts";

/**
 * A host over SSH that is connected to when its first script runs: a host that cannot be reached is a failure of the work
 * on it, and does not keep anybody from the work on others.
 *
 * @param name - as for {@link openSsh}
 * @throws {@link InstallerError} `INSTALLER_HOST_NAME`; the rest comes from its scripts
 */
export function sshHost(name: string, options: SshOptions = {}): ConnectedHost {
  requireSshName(name);
  let connecting: Promise<ConnectedHost> | undefined;
  return {
    label: name,
    isRemote: true,
    async runScript(script) {
      connecting ??= openSsh(name, options);
      const host = await connecting;
      return await host.runScript(script);
    },
    async [Symbol.asyncDispose]() {
      const host = await connecting?.catch(() => undefined);
      await host?.[Symbol.asyncDispose]();
    },
  };
}
