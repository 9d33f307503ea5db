import { deleteCommand } from "../../resources/delete-command.ts";
import { tagNoun } from "../../resources/nouns/tag.ts";

/** `kuma tag delete`. */
export default deleteCommand(tagNoun, "tag delete");
