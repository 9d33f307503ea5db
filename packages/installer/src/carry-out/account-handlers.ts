import type { Host } from "../hosts/host.ts";
import { InstallerError } from "../installer-error.ts";
import type { LingerStep, RemoveSystemUserStep, StopLingerStep, SystemUserStep } from "../plan/install-plan.ts";
import type { StepHandler } from "./step-handler.ts";

/** Makes the system user. */
export const systemUserHandler: StepHandler<SystemUserStep> = {
  isDone: async (step, { host }) => await hasUser(host, step.name),
  async apply(step, { host, wayBack }) {
    wayBack.add("restore", `delete the user ${step.name}`, () => deleteUser(host, step.name));
    await makeUser(host, step.name, step.description);
  },
};

/** Deletes the system user. */
export const removeSystemUserHandler: StepHandler<RemoveSystemUserStep> = {
  isDone: async (step, { host }) => !(await hasUser(host, step.name)),
  async apply(step, { host, wayBack }) {
    wayBack.add("restore", `make the user ${step.name} again`, () =>
      makeUser(host, step.name, "Uptime Kuma push agent"),
    );
    await deleteUser(host, step.name);
  },
};

/** Lets a person's services run without a session. Failing is a warning: on some hosts only root may allow it. */
export const lingerHandler: StepHandler<LingerStep> = {
  isDone: async (step, { host }) => await isLingering(host, step.user),
  async apply(step, { host, wayBack, warnings }) {
    const { code, stderr } = await host.run(["loginctl", "--no-ask-password", "enable-linger", step.user]);
    if (code !== 0) {
      warnings.push(
        `The agent runs only while ${step.user} is logged in (${stderr.trim()}). Let it always run with: sudo loginctl enable-linger ${step.user}`,
      );
      return;
    }
    wayBack.add("restore", `switch lingering of ${step.user} off`, () => stopLinger(host, step.user));
  },
};

/** Ends that again. */
export const stopLingerHandler: StepHandler<StopLingerStep> = {
  isDone: async (step, { host }) => !(await isLingering(host, step.user)),
  async apply(step, { host, wayBack }) {
    wayBack.add("restore", `switch lingering of ${step.user} on`, async () => {
      await must(host, ["loginctl", "--no-ask-password", "enable-linger", step.user]);
    });
    await stopLinger(host, step.user);
  },
};

/** Whether a person's services run without a session. */
export async function isLingering(host: Host, user: string): Promise<boolean> {
  return (await host.stat(`/var/lib/systemd/linger/${user}`)) !== undefined;
}

/** Whether the host has a user of this name. */
export async function hasUser(host: Host, name: string): Promise<boolean> {
  return (await host.run(["getent", "passwd", name])).code === 0;
}

async function stopLinger(host: Host, user: string): Promise<void> {
  await must(host, ["loginctl", "--no-ask-password", "disable-linger", user]);
}

async function makeUser(host: Host, name: string, description: string): Promise<void> {
  // A static user: one that systemd makes up at start (DynamicUser=) is unknown to the bus (systemd issue 22737).
  const line = `u ${name} - "${description}" / /usr/sbin/nologin`;
  const { code } = await host.run(["systemd-sysusers", "--inline", line]);
  if (code === 0 && (await hasUser(host, name))) return;
  const useradd = ["--system", "--user-group", "--no-create-home", "--home-dir", "/", "--shell", "/usr/sbin/nologin"];
  await must(host, ["useradd", ...useradd, "--comment", description, name]);
}

async function deleteUser(host: Host, name: string): Promise<void> {
  if (await hasUser(host, name)) await must(host, ["userdel", name]);
  // userdel takes the user's own group along, where the host is set up that way.
  if ((await host.run(["getent", "group", name])).code === 0) await must(host, ["groupdel", name]);
}

async function must(host: Host, argv: readonly [string, ...string[]]): Promise<void> {
  const { code, stderr } = await host.run(argv);
  if (code === 0) return;
  throw new InstallerError({
    code: "INSTALLER_COMMAND_FAILED",
    layer: "permissions",
    message: `${argv[0]} failed on ${host.label}: ${stderr.trim() || `exit code ${code}`}`,
  });
}
