/** The fixed parts of a kind of failure. */
export interface ProvisionErrorDescription {
  /** What the code means, in one line. */
  readonly title: string;
  /** The next step for a person; `null` when there is none that always holds. */
  readonly hint: string | null;
}

function describe(title: string, hint: string | null = null): ProvisionErrorDescription {
  return { title, hint };
}

/** Every code of this package, with its meaning and the next step. */
export const provisionErrorCatalogue = {
  KUMA_NOT_FOUND: describe("There is no thing of that name or id on the server.", "List those that there are."),
  KUMA_AMBIGUOUS_NAME: describe("Several things have that name.", "Say which one by its id, such as id:3."),
  KUMA_GROUP_UNNAMED: describe("A group needs a name.", "Give the group a name, or leave it out."),
  KUMA_NOBODY_ALERTED: describe(
    "The monitor would alert nobody, and nobody said that it should.",
    "Name a notification, make one a default of the server, or say that nobody is to be alerted.",
  ),
  KUMA_MONITOR_EXISTS: describe(
    "A monitor of that name exists already.",
    "Choose another name, or say that the one that is there is to be used.",
  ),
  KUMA_MONITOR_AMBIGUOUS: describe(
    "Several monitors could be the wished one.",
    "Rename or delete all but one of them.",
  ),
  KUMA_MONITOR_OF_OTHER_HOST: describe(
    "The monitor of that name belongs to the same check of a host with another machine id.",
    "Say whether this is that host, rebuilt, or choose another name.",
  ),
  KUMA_MONITOR_TAKEN: describe("The monitor of that name belongs to something else.", "Choose another name."),
  KUMA_NOT_A_PUSH_MONITOR: describe("The monitor of that name takes no pushes.", "Choose another name."),
  KUMA_PUSH_TOKEN_MISSING: describe(
    "The monitor has no push token.",
    "Reset its token on its page in Uptime Kuma, or delete it.",
  ),
  KUMA_NOTIFICATION_EXISTS: describe(
    "A notification of that name exists already.",
    "Say whether it is to be kept or updated.",
  ),
  KUMA_NOTIFICATION_TYPE: describe(
    "The notification's provider is not known, and would send nothing.",
    "Check its spelling, or say that an unknown one is meant.",
  ),
  KUMA_INTERVAL_TOO_SHORT: describe(
    "The interval leaves no room for a heartbeat that is late.",
    "Choose a longer one.",
  ),
  KUMA_NAME_TEMPLATE: describe(
    "The template for the monitors' names cannot be used.",
    "Write it with {host} and {unit}, as in {host}/{unit}.",
  ),
  KUMA_CHECK_NOT_FOUND: describe("The agent on the host does not watch that unit.", "Look at what it watches."),
  KUMA_TOKEN_MISSING: describe(
    "Push tokens were given for a host, and not for each of its checks.",
    "Give each check the token of its monitor, or none and log in.",
  ),
  KUMA_TOKEN_SHARED: describe("A push token was given for several units or hosts.", "Give each monitor its own token."),
  KUMA_AGENT_DIED: describe("The agent was started, but does not keep running."),
  KUMA_AGENT_NEWER: describe(
    "The agent on the host is newer than the one that would take its place.",
    "Take a version that is as new as the agent, or say that the older one is meant.",
  ),
  KUMA_AGENT_SILENT: describe("The agent runs, but has not pushed yet."),
  KUMA_AGENT_UNSEEN: describe(
    "Something accepted the heartbeat, but the server does not show it.",
    "Compare what the name resolves to on the host and where you log in from.",
  ),
  KUMA_AGENT_PUSH_FAILED: describe("The agent's heartbeat does not reach the server."),
  KUMA_OTHER_MACHINE: describe(
    "The agent was installed on another machine, and copied from there with its tokens.",
    "Say whether this is a copy of that machine, or the same one with a new machine id.",
  ),
  KUMA_RESTORE_LACKS: describe(
    "Something of a backup refers to what could not be restored.",
    "Mend what it refers to, then restore the same backup again.",
  ),
  KUMA_MOVE_NAME_TAKEN: describe(
    "A monitor of that name is on the other server already.",
    "Rename it there, or say that it is to be used.",
  ),
  KUMA_OTHERS_CHECKS: describe(
    "The agent does checks that no install has brought, and that would not be heard on the other server.",
    "Take them out of the agent's config first, and add them again afterwards.",
  ),
  KUMA_DRILL_UNKNOWN: describe(
    "No drill has sent that code, or a newer drill has sent another one.",
    "Type the newest code that stands in the channel.",
  ),
  KUMA_UNDO_INCOMPLETE: describe("Not everything that was done could be undone."),
  KUMA_MONITORS_LEFT: describe("Not every monitor could be deleted.", "Delete those that are left."),
} as const satisfies Readonly<Record<string, ProvisionErrorDescription>>;

/** A stable name of a kind of failure. */
export type ProvisionErrorCode = keyof typeof provisionErrorCatalogue;
