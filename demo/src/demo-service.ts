/** The name of the service that the demo kills. */
export const demoUnit = "kumakit-demo.service";

/** Its unit file: it does nothing but live, and stays dead when it is killed, so that the alert is about a real death. */
export const demoUnitFile = `[Unit]
Description=A service for the kumakit demo

[Service]
ExecStart=/bin/sleep infinity
`;

/** The monitor's interval, in seconds: the least that every Kuma allows. */
export const demoInterval = 20;
