export { type JobDestination } from "./job-report.ts";
export { runJob, type JobOptions, type OverlapRule } from "./run-job.ts";
export { jobDestination } from "./job-destination.ts";
export { jobStateFolder } from "./state-folder.ts";
