export { closest, didYouMean, slips } from "./did-you-mean.ts";
export { formatDuration, parseDuration } from "./duration.ts";
export { explainFileFailure } from "./file-failure.ts";
export { maskSecrets } from "./mask-secrets.ts";
export { maskSecretsAsAwk } from "./mask-secrets-as-awk.ts";
export {
  explainNetworkFailure,
  isOwnTrouble,
  networkFailure,
  type NetworkFailure,
  type NetworkFailureKind,
  type OtherSide,
} from "./network-failure.ts";
export { plainLine, printable, printableLines } from "./printable.ts";
export { readableShellWord, shellWord } from "./shell-word.ts";
