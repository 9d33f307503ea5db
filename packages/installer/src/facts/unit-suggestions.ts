import { slips } from "@kumakit/text";

/** Services that distributions name differently. */
const knownPairs: readonly (readonly [string, string])[] = [
  ["supervisord", "supervisor"],
  ["httpd", "apache2"],
  ["mysqld", "mysql"],
  ["mysql", "mariadb"],
  ["sshd", "ssh"],
  ["crond", "cron"],
  ["rabbitmq", "rabbitmq-server"],
  ["redis", "redis-server"],
  ["named", "bind9"],
];

/**
 * The units that somebody who typed `wanted` may have meant, best first, at most three.
 *
 * @param existing - names of the host's units, with suffix
 */
export function suggestUnits(wanted: string, existing: readonly string[]): readonly string[] {
  const paired = knownPairs.flatMap(([one, other]) => {
    if (stem(wanted) === one) return [other];
    return stem(wanted) === other ? [one] : [];
  });
  const ranked = [...new Set(existing)]
    .map((unit) => ({ unit, score: paired.includes(stem(unit)) ? -1 : score(wanted, unit) }))
    .filter(({ score: value }) => value <= Math.max(1, Math.floor(stem(wanted).length / 3)))
    .toSorted((a, b) => a.score - b.score || a.unit.localeCompare(b.unit));
  return ranked.slice(0, 3).map(({ unit }) => unit);
}

function score(wanted: string, unit: string): number {
  const name = unit.toLowerCase();
  const [start, other] = [stem(wanted).toLowerCase(), stem(unit).toLowerCase()];
  // "rabbit" for "rabbitmq-server": a beginning is nearer than its distance says.
  const begins = start.length >= 3 && other.startsWith(start);
  const byStem = (kind(unit) === kind(wanted) ? 0 : 1) + (begins ? 1 : slips(start, other));
  // "backup.tmer": an unknown suffix was taken for a part of the name.
  return Math.min(byStem, slips(start, name));
}

function stem(unit: string): string {
  return unit.replace(/\.[a-z]+$/, "");
}

function kind(unit: string): string {
  return unit.slice(unit.lastIndexOf(".") + 1);
}
