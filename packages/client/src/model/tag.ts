/** A tag as the server has it. */
export interface Tag {
  /** Its id. */
  readonly id: number;
  /** Its name. */
  readonly name: string;
  /** Its colour, such as `#4B5563`. */
  readonly color: string;
}

/** The settings of a new tag. */
export interface TagInput {
  /** Its name. The server allows two tags of one name; {@link Tags.define} makes no second one. */
  readonly name: string;
  /** Its colour, such as `#4B5563`. */
  readonly color: string;
}

/** Changes to a tag; fields that are left out stay. */
export interface TagPatch {
  /** Its new name. */
  readonly name?: string | undefined;
  /** Its new colour. */
  readonly color?: string | undefined;
}
