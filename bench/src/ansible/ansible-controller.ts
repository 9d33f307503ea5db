import { findProgram, runCommand, throughLayer } from "@kumakit/testkit";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { InstallBeds } from "../install/install-bed.ts";
import { kumaBinary } from "../kuma-binary.ts";

const collection = fileURLToPath(new URL("../../../ansible", import.meta.url));

/** The server that the hosts push to, and the token. */
interface Reporting {
  readonly server: string;
  /** Secret. */
  readonly token: string;
}

/** As somebody would write it who knows what an agent consists of: the account, one archive of all files, the service. */
const byHand = (archives: string): string => `
- hosts: all
  gather_facts: false
  tasks:
    - ansible.builtin.user: { name: kuma-agent, system: true, create_home: false, shell: /usr/sbin/nologin }
    - ansible.builtin.unarchive: { src: "${archives}/{{ inventory_hostname }}.tar.gz", dest: / }
    - ansible.builtin.systemd: { name: kuma-agent, daemon_reload: true, enabled: true, state: started }
`;

const role = ({ server, token }: Reporting): string => `
- hosts: all
  gather_facts: false
  roles:
    - role: kumakit.kuma.agent
      vars: ${JSON.stringify({ agent_units: ["demo"], agent_interval: 60, agent_server: server, agent_tokens: { demo: token } })}
`;

/** Ansible with the collection as it lies in the repository, for hosts with a real sshd. */
export class AnsibleController {
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor({ home, logins }: InstallBeds, reporting: Reporting) {
    this.#folder = path.join(home.folder, "play");
    const collections = path.join(home.folder, "collections");
    const kumakit = path.join(collections, "ansible_collections", "kumakit");
    mkdirSync(kumakit, { recursive: true });
    mkdirSync(this.#folder);
    symlinkSync(collection, path.join(kumakit, "kuma"));
    const command = path.join(home.folder, "kuma");
    writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${kumaBinary()}' "$@"\n`);
    chmodSync(command, 0o755);
    const hosts = Object.fromEntries(
      logins.map(({ name, port, folder }) => [
        name,
        {
          ansible_host: "127.0.0.1",
          ansible_port: port,
          ansible_user: "root",
          ansible_ssh_private_key_file: `${folder}/key`,
          ansible_ssh_common_args: `-F /dev/null -o IdentitiesOnly=yes -o UserKnownHostsFile=${folder}/known_hosts`,
          ansible_python_interpreter: "/usr/bin/python3",
        },
      ]),
    );
    this.#write("inventory.yml", JSON.stringify({ all: { hosts } }));
    this.#write("role.yml", role(reporting));
    this.#write("by-hand.yml", byHand(home.folder));
    this.#env = {
      ...home.env,
      PATH: `${home.folder}:${path.dirname(process.execPath)}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
      // The variable of 2.14, and that of later ones.
      ANSIBLE_COLLECTIONS_PATHS: collections,
      ANSIBLE_COLLECTIONS_PATH: collections,
      ANSIBLE_NOCOLOR: "1",
      ANSIBLE_FORKS: "20",
      ANSIBLE_PIPELINING: "1",
      ANSIBLE_SSH_CONTROL_PATH_DIR: path.join(home.folder, "cp"),
      // Python would leave its own files in the repository.
      PYTHONDONTWRITEBYTECODE: "1",
    };
  }

  /** Runs a play on all hosts; gives the number of tasks that each host took part in, without those of all together. */
  async play(name: string): Promise<number> {
    const program = findProgram("ansible-playbook") ?? "ansible-playbook";
    const argv = throughLayer([program, "-i", "inventory.yml", name], this.#folder);
    const { code, stdout, stderr } = await runCommand(argv, { env: this.#env, cwd: this.#folder, timeout: 300_000 });
    if (code !== 0) throw new Error(`${name} failed with code ${code}: ${stdout}${stderr}`);
    const done = [...stdout.matchAll(/^\S+ +: ok=(\d+)/gm)].map(([, count]) => Number(count));
    // Tasks that run once for all hosts count as those of one host.
    return Math.min(...done);
  }

  #write(name: string, text: string): void {
    writeFileSync(path.join(this.#folder, name), text, { mode: 0o600 });
  }
}
