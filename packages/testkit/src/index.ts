export { startKuma } from "./kuma/start-kuma.ts";
export type { KumaAdmin, KumaServer, StartKumaOptions } from "./kuma/kuma-server.ts";
