import * as z from "zod";

/** How the engine answers `GET /containers/json`: Docker since 1.24, and podman. */
export const containerList = z.array(
  z.object({
    Id: z.string(),
    Names: z.array(z.string()).nullish(),
    Labels: z.record(z.string(), z.string()).nullish(),
  }),
);

/** How it answers `GET /containers/{id}/json`, as far as it is looked at. */
export const containerDetails = z.object({
  Id: z.string(),
  Name: z.string().nullish(),
  RestartCount: z.number().nullish(),
  Config: z.object({ Healthcheck: z.object({ Test: z.array(z.string()).nullish() }).nullish() }).nullish(),
  State: z.object({
    Status: z.string(),
    StartedAt: z.string().default(""),
    FinishedAt: z.string().default(""),
    ExitCode: z.number().default(0),
    OOMKilled: z.boolean().default(false),
    Error: z.string().default(""),
    Health: z
      .object({
        Status: z.string().nullish(),
        FailingStreak: z.number().nullish(),
        Log: z.array(z.object({ Output: z.string().nullish() })).nullish(),
      })
      .nullish(),
  }),
});

/** A container in the list. */
export interface ListedContainer {
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A container as it is now. */
export interface ContainerState {
  readonly id: string;
  readonly name: string;
  /** As Docker calls it: `created`, `running`, `paused`, `restarting`, `removing`, `exited`, `dead`; podman has `stopped` and others, too. */
  readonly status: string;
  /** When it was started last; only to tell one start from another. */
  readonly startedAt: string;
  /** When its last run ended; some moment of the year 1 when none has. */
  readonly finishedAt: string;
  readonly exitCode: number;
  readonly wasOutOfMemory: boolean;
  /** Why it could not be started. */
  readonly error: string;
  /** `none` without a health check. */
  readonly health: "none" | "starting" | "healthy" | "unhealthy";
  /** What the last health check printed. */
  readonly healthOutput: string;
  /** Automatic restarts since somebody started it. */
  readonly restarts: number;
}

/** Names begin with a slash; those with a second one are links of other containers. */
export function listedContainer({ Id, Names, Labels }: z.output<typeof containerList>[number]): ListedContainer {
  const own = Names?.find((name) => name.lastIndexOf("/") === 0) ?? Names?.[0] ?? Id.slice(0, 12);
  return { id: Id, name: own.replace(/^\//, ""), labels: Labels ?? {} };
}

/** podman says `starting` for ever of what has no health check. */
function hasHealthCheck({ Config, State }: z.output<typeof containerDetails>): boolean {
  const [kind = "NONE"] = Config?.Healthcheck?.Test ?? [];
  return kind !== "NONE" || State.Health?.Status !== "starting" || (State.Health.Log ?? []).length > 0;
}

function healthOf(status: string | null | undefined): ContainerState["health"] {
  return status === "starting" || status === "healthy" || status === "unhealthy" ? status : "none";
}

/** The part of the engine's answer that matters. */
export function containerState(details: z.output<typeof containerDetails>): ContainerState {
  const { Id, Name, RestartCount, State } = details;
  return {
    id: Id,
    name: Name?.replace(/^\//, "") ?? Id.slice(0, 12),
    status: State.Status,
    startedAt: State.StartedAt,
    finishedAt: State.FinishedAt,
    exitCode: State.ExitCode,
    wasOutOfMemory: State.OOMKilled,
    error: State.Error,
    health: hasHealthCheck(details) ? healthOf(State.Health?.Status) : "none",
    healthOutput: State.Health?.Log?.at(-1)?.Output ?? "",
    restarts: RestartCount ?? 0,
  };
}
