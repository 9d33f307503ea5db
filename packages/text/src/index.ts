export { closest, didYouMean, slips } from "./did-you-mean.ts";
export { formatDuration, parseDuration } from "./duration.ts";
