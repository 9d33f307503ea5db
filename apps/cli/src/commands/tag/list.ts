import { listCommand } from "../../resources/list-command.ts";
import { tagNoun } from "../../resources/nouns/tag.ts";

/** `kuma tag list`. */
export default listCommand(tagNoun, "tag list");
