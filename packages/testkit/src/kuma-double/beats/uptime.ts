import type { StoredBeat } from "./heartbeats.ts";
import { maintenance, up } from "./status.ts";

/** The figures of a minute, an hour or a day. */
interface Bucket {
  up: number;
  down: number;
  avgPing: number;
  minPing: number;
  maxPing: number;
  maintenance?: number;
  timestamp: number;
}

const minute = 60;
const hour = 3600;
const day = 86_400;

/** The share of good beats; 0 when there are none. */
export function uptimeOf(beats: readonly StoredBeat[]): number {
  const buckets = bucketsOf(beats, day);
  const ups = sum(buckets.map((bucket) => bucket.up));
  const all = ups + sum(buckets.map((bucket) => bucket.down));
  return all === 0 ? 0 : ups / all;
}

/** The mean ping in ms; 0 when there is none. */
export function meanPing(beats: readonly StoredBeat[]): number {
  const buckets = bucketsOf(beats, minute);
  const ups = sum(buckets.map((bucket) => bucket.up));
  return ups === 0 ? 0 : sum(buckets.map((bucket) => bucket.avgPing * bucket.up)) / ups;
}

/** The mean ping in ms with two decimals as the lists have it; `null` when there is none. */
export function averagePing(beats: readonly StoredBeat[]): number | null {
  const mean = meanPing(beats);
  return mean === 0 ? null : Number(mean.toFixed(2));
}

/** The chart's data, newest first: by the minute up to 24 hours, by the hour up to 720, else by the day. */
export function chartData(beats: readonly StoredBeat[], hours: number): readonly unknown[] {
  if (hours <= 24) return bucketsOf(beats, minute, true);
  return bucketsOf(beats, hours <= 720 ? hour : day, true);
}

function bucketsOf(beats: readonly StoredBeat[], step: number, withNow = false): readonly Bucket[] {
  const buckets = new Map<number, Bucket>();
  const at = (time: number): Bucket => {
    const timestamp = Math.floor(time / 1000 / step) * step;
    const bucket = buckets.get(timestamp) ?? { up: 0, down: 0, avgPing: 0, minPing: 0, maxPing: 0, timestamp };
    buckets.set(timestamp, bucket);
    return bucket;
  };
  for (const beat of beats) count(at(Date.parse(`${beat.time.replace(" ", "T")}Z`)), beat);
  if (withNow) at(Date.now());
  return [...buckets.values()].toReversed();
}

function count(bucket: Bucket, { status, ping }: StoredBeat): void {
  if (status === maintenance) {
    bucket.maintenance = (bucket.maintenance ?? 0) + 1;
  } else if (status !== up) {
    bucket.down += 1;
  } else {
    bucket.up += 1;
    if (ping !== null) addPing(bucket, ping);
  }
}

/** A beat without a ping leaves the mean as it is, which is how a real server counts. */
function addPing(bucket: Bucket, ping: number): void {
  const isFirst = bucket.up === 1;
  bucket.avgPing = (bucket.avgPing * (bucket.up - 1) + ping) / bucket.up;
  bucket.minPing = isFirst ? ping : Math.min(bucket.minPing, ping);
  bucket.maxPing = isFirst ? ping : Math.max(bucket.maxPing, ping);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
