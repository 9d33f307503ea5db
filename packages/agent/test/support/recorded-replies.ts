import { readFileSync } from "node:fs";
import { parseXmlRpcReply } from "../../src/checks/supervisord/xml-rpc.ts";
import { programsOf, type ProgramState } from "../../src/checks/supervisord/program-state.ts";

function recorded(name: string): string {
  return readFileSync(new URL(`../fixtures/supervisord/${name}`, import.meta.url), "utf8");
}

/** The answer of a real supervisord 4.2.5, with nine programs in six states. */
export const allProcessInfo = recorded("all-process-info.xml");

/** Its answer to a method that it does not have. */
export const unknownMethod = recorded("unknown-method.xml");

export function programsIn(xml: string): readonly ProgramState[] {
  const reply = parseXmlRpcReply(xml);
  if (reply.kind === "fault") throw new Error(`a fault: ${reply.text}`);
  return programsOf(reply.value);
}
