const longestResponse = 1024 * 1024;

type Columns = Readonly<Record<string, unknown>>;

/** The least and the greatest value of a column. */
interface Range {
  readonly column: string;
  readonly most: number;
  readonly text: string;
}

const pingRanges: readonly Range[] = [
  { column: "packet_size", most: 65_500, text: "Packet size must be between 1 and 65500 (default: 56)" },
  {
    column: "ping_per_request_timeout",
    most: 60,
    text: "Per-ping timeout must be between 1 and 60 seconds (default: 2)",
  },
  { column: "ping_count", most: 100, text: "Echo requests count must be between 1 and 100 (default: 1)" },
];

const jsonColumns: readonly (readonly [string, string])[] = [
  ["kafka_producer_brokers", "Kafka Producer Brokers"],
  ["kafka_producer_sasl_options", "Kafka Producer SASL Options"],
  ["rabbitmq_nodes", "RabbitMQ Nodes"],
  ["conditions", "Conditions"],
  ["headers", "Headers"],
  ["accepted_statuscodes_json", "Accepted status codes"],
];

/**
 * The checks of a 2.5.3 server before it stores a monitor.
 *
 * @throws Error with its text
 */
export function checkMonitor(columns: Columns): void {
  const has = (column: string, isWrong: (value: number) => boolean): boolean =>
    columns[column] !== undefined && isWrong(columns[column] as number);
  if (has("interval", (value) => value < 1)) throw new Error("Interval cannot be less than 1 seconds");
  if (has("retry_interval", (value) => value < 1)) throw new Error("Retry interval cannot be less than 1 seconds");
  if (has("response_max_length", (value) => value < 0)) throw new Error("Response max length cannot be less than 0");
  if (has("response_max_length", (value) => value > longestResponse))
    throw new Error(`Response max length cannot be more than ${longestResponse} bytes`);
  for (const [column, name] of jsonColumns) checkJson(columns[column], `${name} must be valid JSON`);
  byType[String(columns["type"])]?.(columns);
}

const byType: Readonly<Record<string, (columns: Columns) => void>> = {
  ping: checkPing,
  "real-browser": checkScreenshotDelay,
  mongodb: ({ database_query }) => checkJson(database_query, "Invalid JSON in database query"),
  "system-service": (columns) => {
    const name = demandServiceName(columns, "Service Name is required.");
    if (!/^[a-zA-Z0-9._\-@]+$/.test(name))
      throw new Error("Invalid service name. Please use the internal Service Name (no spaces).");
  },
  pm2: (columns) => {
    const name = demandServiceName(columns, "PM2 process name is required.");
    // eslint-disable-next-line no-control-regex
    if (/[\u0000-\u001F\u007F]/.test(name)) throw new Error("Invalid PM2 process name.");
  },
};

function demandServiceName({ system_service_name }: Columns, problem: string): string {
  const name = typeof system_service_name === "string" ? system_service_name.trim() : "";
  if (name === "") throw new Error(problem);
  return name;
}

function checkPing(columns: Columns): void {
  for (const { column, most, text } of pingRanges) {
    const value = Number(columns[column] ?? 0);
    if (value !== 0 && (value < 1 || value > most)) throw new Error(text);
  }
  const timeout = Math.round(Number(columns["timeout"] ?? 0));
  const perRequest = columns["ping_per_request_timeout"];
  if (timeout === 0) return;
  if (timeout < 1 || timeout > 300 || (perRequest !== undefined && timeout < Number(perRequest)))
    throw new Error("Timeout must be between 1 and 300 seconds (default: 10)");
}

function checkScreenshotDelay({ screenshot_delay, interval }: Columns): void {
  if (screenshot_delay === undefined || screenshot_delay === null) return;
  const delay = Number(screenshot_delay);
  if (Number.isNaN(delay) || delay < 0) throw new Error("Screenshot delay must be a non-negative number");
  for (const share of [0.8, 0.5]) {
    const most = Number(interval) * 1000 * share;
    if (delay >= most) throw new Error(`Screenshot delay must be less than ${most}ms (${share} × interval)`);
  }
}

function checkJson(value: unknown, problem: string): void {
  if (typeof value !== "string" || value === "") return;
  try {
    JSON.parse(value);
  } catch (error) {
    throw new Error(`${problem}: ${error instanceof Error ? error.message : ""}`, { cause: error });
  }
}
