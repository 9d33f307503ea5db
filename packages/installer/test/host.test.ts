import { describe } from "vitest";

import { localHost } from "../src/index.ts";
import { holdsHostContract } from "./support/host-contract.ts";

describe("this host", () => {
  holdsHostContract(localHost);
});
