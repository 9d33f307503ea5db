import { startSystemdBed, type SystemdBed } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const cliFolder = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** A host as its packages leave it. */
interface PreparedHost {
  readonly name: string;
  /** Units of packages that the beds have. */
  readonly real: readonly string[];
  /** Units that look like those of packages which the beds do not have: enabled, and running where they are services. */
  readonly packaged: readonly string[];
  /** Units that other units start, or that a person has started for once. */
  readonly started?: readonly string[];
  readonly prepare?: (bed: SystemdBed) => Promise<void>;
  /** All that a person would tick, chosen by hand. */
  readonly ticked: readonly string[];
}

/** Units of the system itself, which nobody wants to hear of: Debian 12, Ubuntu 24.04, and their cloud images. */
const noise = [
  "unattended-upgrades.service",
  "polkit.service",
  "udisks2.service",
  "snapd.service",
  "networkd-dispatcher.service",
  "ModemManager.service",
  "qemu-guest-agent.service",
  "multipathd.service",
  "accounts-daemon.service",
  "apt-daily.timer",
  "apt-daily-upgrade.timer",
  "logrotate.timer",
  "man-db.timer",
  "fstrim.timer",
  "e2scrub_all.timer",
  "dpkg-db-backup.timer",
];

const install = "[Install]\nWantedBy=multi-user.target\n";

const always = ["failed units", "disks"];

const hosts: readonly PreparedHost[] = [
  {
    name: "a web server",
    real: ["ssh.service", "cron.service", "nginx.service"],
    packaged: ["php8.2-fpm.service", "fail2ban.service", "certbot.timer", "phpsessionclean.timer"],
    prepare: serveTls,
    ticked: [
      "ssh.service",
      "cron.service",
      "nginx.service",
      "php8.2-fpm.service",
      "fail2ban.service",
      "certbot.timer",
      "certificate of shop.example:443",
    ],
  },
  {
    name: "a host of supervisord",
    real: ["ssh.service", "cron.service", "supervisor.service"],
    packaged: ["postfix@-.service", "rsyslog.service"],
    ticked: ["ssh.service", "cron.service", "supervisor.service", "postfix@-.service", "rsyslog.service"],
  },
  {
    name: "a database",
    real: ["ssh.service", "cron.service"],
    packaged: ["postgresql@15-main.service", "redis-server.service", "pgbouncer.service", "pgbackrest-full.timer"],
    // Debian's own starts its clusters, and ends.
    prepare: (bed) =>
      unit(bed, "postgresql.service", `[Service]\nType=oneshot\nExecStart=/bin/true\nRemainAfterExit=on\n${install}`),
    ticked: [
      "ssh.service",
      "cron.service",
      "postgresql@15-main.service",
      "redis-server.service",
      "pgbouncer.service",
      "pgbackrest-full.timer",
    ],
  },
  {
    name: "a host of Docker",
    real: ["ssh.service"],
    packaged: ["docker.service", "containerd.service", "node_exporter.service", "tailscaled.service"],
    started: ["run-docker-helper.service"],
    ticked: ["ssh.service", "docker.service", "containerd.service", "node_exporter.service", "tailscaled.service"],
  },
  { name: "a bare host", real: ["ssh.service", "cron.service"], packaged: [], ticked: ["ssh.service", "cron.service"] },
];

interface Discovery {
  readonly proposals: readonly { readonly name: string; readonly recommended: boolean }[];
}

describeOnBed("kuma agent discover on prepared hosts", () => {
  describe.each(hosts)("$name", (host) => {
    it("recommends what a person would tick, and nothing else", async () => {
      await using bed = await startSystemdBed({ hostname: "tk-app3", isolateNetwork: true, bind: [cliFolder] });
      await prepare(bed, host);
      const { stdout, stderr, code } = await bed.exec(
        [process.execPath, join(cliFolder, "bin/kuma.js"), "agent", "discover", "--json"],
        { env: { HOME: "/root" } },
      );
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const { proposals } = JSON.parse(stdout) as Discovery;
      const recommended = proposals.filter((one) => one.recommended).map(({ name }) => name);
      expect(recommended.toSorted()).toEqual([...host.ticked, ...always].toSorted());
    });
  });
});

async function prepare(bed: SystemdBed, { real, packaged, started = [], prepare: more }: PreparedHost): Promise<void> {
  for (const name of [...packaged, ...noise]) await unit(bed, name, `${bodyOf(name)}${install}`);
  for (const name of started) await unit(bed, name, bodyOf(name));
  await must(bed, ["systemctl", "daemon-reload"]);
  await more?.(bed);
  const enabled = [...real, ...packaged, ...noise];
  await must(bed, ["systemctl", "unmask", "--quiet", ...enabled]);
  await must(bed, ["systemctl", "enable", "--quiet", ...enabled]);
  await must(bed, ["systemctl", "start", ...enabled, ...started]);
}

/** A unit as a package brings it: its file is below /usr. */
async function unit(bed: SystemdBed, name: string, text: string): Promise<void> {
  const file = name.replace(/@[^.]+\./, "@.");
  await bed.writeFile(`/usr/lib/systemd/system/${file}`, text);
  if (name.endsWith(".timer"))
    await bed.writeFile(
      `/usr/lib/systemd/system/${name.replace(".timer", ".service")}`,
      "[Service]\nType=oneshot\nExecStart=/bin/true\n",
    );
}

function bodyOf(name: string): string {
  return name.endsWith(".timer") ? "[Timer]\nOnCalendar=daily\n" : "[Service]\nExecStart=/bin/sleep infinity\n";
}

/** nginx with a certificate of an authority that the host trusts, and one that it does not know, on another port. */
async function serveTls(bed: SystemdBed): Promise<void> {
  const make = `set -e; mkdir -p /etc/tls; cd /etc/tls
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9 -subj /CN=CA -keyout ca.key -out ca.pem
    for name in shop.example localhost.example; do
      openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=$name -keyout $name.key -out $name.csr
      printf 'subjectAltName=DNS:%s' $name > ext
      if [ $name = shop.example ]; then sign='-CA ca.pem -CAkey ca.key -CAcreateserial'; else sign="-signkey $name.key"; fi
      openssl x509 -req -in $name.csr -days 9 -extfile ext -out $name.pem $sign
    done
    cp ca.pem /etc/ssl/certs/; ln -s ca.pem /etc/ssl/certs/$(openssl x509 -noout -hash -in ca.pem).0`;
  await must(bed, ["sh", "-c", make]);
  const server = (port: number, name: string): string =>
    `server { listen ${port} ssl; ssl_certificate /etc/tls/${name}.pem; ssl_certificate_key /etc/tls/${name}.key; }\n`;
  await bed.writeFile("/etc/nginx/conf.d/tls.conf", server(443, "shop.example") + server(8443, "localhost.example"));
}

async function must(bed: SystemdBed, argv: readonly string[]): Promise<void> {
  const { code, stderr } = await bed.exec(argv);
  if (code !== 0) throw new Error(`${argv.join(" ").slice(0, 80)}: ${stderr}`);
}
