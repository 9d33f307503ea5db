import { startKuma } from "../../src/index.ts";

const kuma = await startKuma({ admin: false });
process.stdout.write(`up ${kuma.pid} ${kuma.dataFolder}\n`);
