import { listCommand } from "../../resources/list-command.ts";
import { proxyNoun } from "../../resources/nouns/proxy.ts";

/** `kuma proxy list`. */
export default listCommand(proxyNoun, "proxy list");
