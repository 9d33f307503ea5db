/** Permission bits as `chmod` takes them. */
export type FileMode = "0600" | "0644" | "0700" | "0755";

/** A text that may be shown. */
export interface TextContent {
  /** Tells it from the other sorts of content. */
  readonly from: "text";
  /** All of it. */
  readonly text: string;
}

/** A text that must never be shown. */
export interface SecretContent {
  /** Tells it from the other sorts of content. */
  readonly from: "secret";
  /** All of it. */
  readonly text: string;
}

/** A copy of a file of the machine that carries the plan out, or of the host itself. */
export interface CopiedContent {
  /** Whose file `path` is. */
  readonly from: "local-file" | "host-file";
  /** Absolute. */
  readonly path: string;
}

/** What a file of a plan holds. */
export type FileContent = TextContent | SecretContent | CopiedContent;
