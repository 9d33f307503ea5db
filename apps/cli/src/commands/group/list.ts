import { listCommand } from "../../resources/list-command.ts";
import { groupNoun } from "../../resources/nouns/group.ts";

/** `kuma group list`. */
export default listCommand(groupNoun, "group list");
