import type { Finding, Proof, ProofEvent, ProvenChannel, ProvenMonitor } from "@kumakit/provision";

import { ago } from "../output/figures.ts";
import { indentedLines, markedLines, type Mark } from "../output/marked-lines.ts";
import { styled, type OutputStream } from "../output/theme.ts";
import type { Acknowledged } from "./ask-for-codes.ts";
import { cureOf } from "./cure-of.ts";

/** The work of this moment, for the line of progress. */
export function proofProgress(event: ProofEvent): string {
  if (event.kind === "test-channel") return `Sending a test message through ${event.channel}`;
  if (event.kind === "report") return `Reporting ${event.status.toUpperCase()} to a throw-away monitor`;
  return event.kind === "look" ? "Looking at the settings" : "Deleting the throw-away monitor";
}

/** The text of a proof: what is wrong with its cure, how the channels are, and what all this proves. */
export function describeProof(proof: Proof, acknowledged: Acknowledged | undefined, stream: OutputStream): string {
  const line: Line = (mark, text) => markedLines(mark, text, stream);
  return [
    ...proof.monitors.flatMap((monitor) => monitorLines(monitor, line, stream)),
    ...(proof.channels.length === 0 ? [] : ["", styled("heading", "Channels", stream)]),
    ...proof.channels.flatMap((channel) => channelLines(channel, acknowledged?.get(channel.id), line)),
    ...alertLines(proof, line),
    "",
    ...indentedLines(meaningOf(proof, acknowledged), "", stream).map((part) => styled("faint", part, stream)),
  ].join("\n");
}

type Line = (mark: Mark, text: string) => readonly string[];

function monitorLines({ monitor, findings }: ProvenMonitor, line: Line, stream: OutputStream): readonly string[] {
  const name = monitor.name;
  if (findings.length === 0) return line("good", name);
  return findings.flatMap((finding) => [
    ...line(markOf(finding), `${name}: ${finding.message}`),
    ...indentedLines(cureOf(finding), "    ", stream),
  ]);
}

function markOf({ severity }: Finding): Mark {
  return severity === "problem" ? "bad" : "warning";
}

function channelLines(channel: ProvenChannel, isSeen: boolean | undefined, line: Line): readonly string[] {
  const called = `${channel.name} (${channel.type})`;
  const { test, isSuspect } = channel;
  if (test?.ok === false) return line("bad", `${called}: the test message was refused: ${test.error ?? ""}`);
  if (isSuspect)
    return line("bad", `${called}: the test went through, but the alert seems not to have been sent to it`);
  if (isSeen === false) return line("bad", `${called}: taken by the provider, and not seen by you`);
  if (isSeen === true) return line("good", `${called}: seen by you`);
  const past = seenText(channel);
  if (test !== null && channel.delays > 0)
    return line("warning", `${called}: taken by the provider in ${test.ms} ms, ${past}; ${waiting(channel)}`);
  if (test !== null) return line("good", `${called}: taken by the provider in ${test.ms} ms, ${past}`);
  return line(channel.testedAt === null ? "warning" : "good", `${called}: ${testText(channel)}, ${past}`);
}

function waiting({ delays }: ProvenChannel): string {
  const others = delays === 1 ? "the channel behind it waits" : `the ${delays} channels behind it wait`;
  return `${others} so long in each alert: what has to be fast must be made first`;
}

function seenText({ provenAt }: ProvenChannel): string {
  return provenAt === null ? "seen by nobody yet" : `seen by a person ${ago(provenAt, new Date())}`;
}

function testText({ testedAt }: ProvenChannel): string {
  return testedAt === null ? "no test message is known" : `tested ${ago(testedAt, new Date())}`;
}

function alertLines({ alert }: Proof, line: Line): readonly string[] {
  if (alert === null) return [];
  const { witnessed } = alert;
  const { downMs, upMs } = witnessed ?? alert;
  const took =
    witnessed === null
      ? `Uptime Kuma answered the DOWN after ${downMs} ms and the UP after ${upMs} ms`
      : `Uptime Kuma had called every channel ${downMs} ms after the DOWN and ${upMs} ms after the UP, as this machine saw`;
  const said = {
    unknown: "this version answers before it alerts, so that the times say nothing",
    plausible: "as long as the channels need",
    "too-short": "too short for all channels",
  }[alert.verdict];
  return [
    "",
    ...line(
      alert.verdict === "too-short" ? "bad" : "good",
      `A real alert with the code ${alert.code}: ${took}, ${said}`,
    ),
  ];
}

/** The limits of what was proven, so that nobody takes it for more. */
function meaningOf({ level, channels }: Proof, acknowledged: Acknowledged | undefined): string {
  if (channels.some(({ test, isSuspect }) => test?.ok === false || isSuspect))
    return "Alerts get lost until this is mended: Uptime Kuma sends each one once.";
  if (channels.length === 0) return "There is no channel to send anything through.";
  if (level === "settings") return "Nothing was sent. Whether a message arrives is not known: kuma verify --ack.";
  if (acknowledged !== undefined)
    return "A code that was typed proves that a person can see the alerts of that channel.";
  if (level === "test")
    return "The providers have taken a test message. A real alert uses more of the settings: leave --test out.";
  return "The providers have taken a test message, and Uptime Kuma has sent a real alert. Only --ack proves that a person can see it.";
}
