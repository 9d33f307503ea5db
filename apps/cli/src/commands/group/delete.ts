import { deleteCommand } from "../../resources/delete-command.ts";
import { groupNoun } from "../../resources/nouns/group.ts";

/** `kuma group delete`. */
export default deleteCommand(groupNoun, "group delete");
