/** A browser elsewhere, that monitors of the type `real-browser` use. */
export interface RemoteBrowser {
  /** Its id. */
  readonly id: number;
  /** Its name. */
  readonly name: string;
  /** Its websocket address. It often holds a token. Not enumerable: no JSON, spread or log shows it by accident. */
  readonly url: string;
}

/** The settings of a new remote browser. */
export interface RemoteBrowserInput {
  /** Its name. */
  readonly name: string;
  /** Its websocket address, such as `ws://chrome:3000`. */
  readonly url: string;
}

/** Changes to a remote browser; fields that are left out stay. */
export type RemoteBrowserPatch = {
  readonly [Field in keyof RemoteBrowserInput]?: RemoteBrowserInput[Field] | undefined;
};
