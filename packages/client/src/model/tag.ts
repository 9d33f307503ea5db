/** A tag as the server has it. */
export interface Tag {
  /** Its id. */
  readonly id: number;
  /** Its name. */
  readonly name: string;
  /** Its colour, such as `#4B5563`. */
  readonly color: string;
}

/** What a tag is made from. */
export interface TagInput {
  /** Its name. The server allows two tags of one name. */
  readonly name: string;
  /** Its colour, such as `#4B5563`. */
  readonly color: string;
}
