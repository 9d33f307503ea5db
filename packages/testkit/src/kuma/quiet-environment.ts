// The discard port: nothing listens there, so whatever would leave this machine is refused at once.
const deadProxy = "http://127.0.0.1:9";

/** Where a server listens and keeps its data. */
export interface KumaPlace {
  readonly port: number;
  readonly dataFolder: string;
}

/**
 * The environment of a server that neither calls home nor asks which database to use. It is built from nothing, so that
 * no variable of the developer (a time zone, a Kuma setting, a CA bundle that slows Node down) changes a test.
 */
export function quietEnvironment(place: KumaPlace, extra: Readonly<Record<string, string>>): Record<string, string> {
  return {
    PATH: process.env["PATH"] ?? "/usr/local/bin:/usr/bin:/bin",
    HOME: place.dataFolder,
    TMPDIR: process.env["TMPDIR"] ?? "/tmp",
    TZ: "UTC",
    DATA_DIR: `${place.dataFolder}/`,
    UPTIME_KUMA_HOST: "127.0.0.1",
    UPTIME_KUMA_PORT: String(place.port),
    UPTIME_KUMA_DB_TYPE: "sqlite",
    HTTP_PROXY: deadProxy,
    HTTPS_PROXY: deadProxy,
    http_proxy: deadProxy,
    https_proxy: deadProxy,
    NO_PROXY: "127.0.0.1,localhost",
    no_proxy: "127.0.0.1,localhost",
    ...extra,
  };
}
