/** How long one look at units may take, in ms: several calls over the bus, then systemctl, each with a limit of 10 s. */
export const longestUnitLookMs = 75_000;

/** At a tick an answer so old is good enough, in ms, as every change since has been told: one answer serves many checks. */
export const tickMaxAgeMs = 10_000;
