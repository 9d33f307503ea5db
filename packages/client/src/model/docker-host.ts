/** A Docker daemon that monitors of containers ask. */
export interface DockerHost {
  /** Its id. */
  readonly id: number;
  /** Its name. */
  readonly name: string;
  /** How it is reached. */
  readonly connection: DockerConnection;
  /** The path of its socket on the server, or its address, such as `http://10.0.0.7:2375`. */
  readonly daemon: string;
}

/** How a Docker daemon is reached. */
export type DockerConnection = "socket" | "tcp";

/** The settings of a new Docker host. */
export interface DockerHostInput {
  /** Its name. */
  readonly name: string;
  /** How it is reached. */
  readonly connection: DockerConnection;
  /** The path of its socket on the server, or its address, such as `http://10.0.0.7:2375`. */
  readonly daemon: string;
}

/** Changes to a Docker host; fields that are left out stay. */
export type DockerHostPatch = { readonly [Field in keyof DockerHostInput]?: DockerHostInput[Field] | undefined };
