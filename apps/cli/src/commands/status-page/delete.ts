import { deleteCommand } from "../../resources/delete-command.ts";
import { statusPageNoun } from "../../resources/nouns/status-page.ts";

/** `kuma status-page delete`. */
export default deleteCommand(statusPageNoun, "status-page delete");
