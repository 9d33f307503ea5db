import { deleteCommand } from "../../resources/delete-command.ts";
import { maintenanceNoun } from "../../resources/nouns/maintenance.ts";

/** `kuma maintenance delete`. */
export default deleteCommand(maintenanceNoun, "maintenance delete");
