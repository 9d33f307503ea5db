import { startSystemdBed, type SystemdBed } from "@kumakit/testkit";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { startPushServer, type PushServer } from "../support/start-push-server.ts";
import { putAgentOnBed, type BedAgent } from "./agent-on-bed.ts";

/** A bed with the program on it for all tests of a file, and for each of them a fresh push server and agent. */
export interface SceneOnBed {
  readonly bed: SystemdBed;
  readonly server: PushServer;
  /** The agent to stop after the test. */
  agent: BedAgent | undefined;
}

/** Further work of a file. */
export interface SceneHooks {
  /** Once, when the bed is there. */
  readonly prepare?: (bed: SystemdBed) => Promise<unknown>;
  /** After each test, when its agent has ended. */
  readonly tidy?: (bed: SystemdBed) => Promise<unknown>;
}

/** Has vitest set the scene, and strike it. */
export function sceneOnBed({ prepare, tidy }: SceneHooks = {}): SceneOnBed {
  let bed: SystemdBed | undefined;
  let server: PushServer | undefined;
  const scene = {
    get bed() {
      return demand(bed);
    },
    get server() {
      return demand(server);
    },
    agent: undefined as BedAgent | undefined,
  };
  beforeAll(async () => {
    bed = await startSystemdBed();
    await putAgentOnBed(bed);
    await prepare?.(bed);
  });
  afterAll(async () => bed?.stop());
  beforeEach(async () => {
    server = await startPushServer();
  });
  afterEach(async () => {
    await scene.agent?.stop();
    scene.agent = undefined;
    await tidy?.(scene.bed);
    await server?.close();
  });
  return scene;
}

function demand<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error("the scene is not set");
  return part;
}
