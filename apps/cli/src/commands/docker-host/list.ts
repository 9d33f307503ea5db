import { listCommand } from "../../resources/list-command.ts";
import { dockerHostNoun } from "../../resources/nouns/docker-host.ts";

/** `kuma docker-host list`. */
export default listCommand(dockerHostNoun, "docker-host list");
