import { startSystemdBed } from "../../src/index.ts";

const bed = await startSystemdBed();
process.stdout.write(`up ${bed.pid1}\n`);
setInterval(() => {}, 1000);
