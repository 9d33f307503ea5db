import { deleteCommand } from "../../resources/delete-command.ts";
import { proxyNoun } from "../../resources/nouns/proxy.ts";

/** `kuma proxy delete`. */
export default deleteCommand(proxyNoun, "proxy delete");
