import type { Heartbeat } from "../../model/heartbeat.ts";
import type { Monitor } from "../../model/monitor.ts";
import type { MonitorState } from "../../model/monitor-state.ts";
import type { MonitorPatch } from "../../monitor-types/monitor-settings.ts";
import type { MonitorInput } from "../../monitor-types/registry.ts";
import type { CallOptions } from "../call-options.ts";
import type { CreateManyOptions } from "./create-many-run.ts";
import type { DeleteMonitorOptions } from "./delete-monitor.ts";
import type { HeartbeatRange } from "./heartbeat-range.ts";
import type { MonitorHistory } from "./monitor-history.ts";
import type { StatesOptions } from "./monitor-states.ts";
import type { WatchedMonitors } from "./watch-heartbeats.ts";
import type { Watch, WatchOptions } from "../watch-options.ts";

/**
 * The monitors of a server. Every read asks the server, so that it shows what others have changed, too. The first list alone is the one
 * that the log-in has brought, with what the server has reported since.
 *
 * @example
 * ```ts
 * const monitor = await client.monitors.create({ type: "push", name: "nightly backup", interval: 60 });
 * console.log(pushUrlOf(client.server.url, monitor.pushToken ?? ""));
 * ```
 */
export interface Monitors extends MonitorHistory {
  /** All monitors, by id, those made in the web page included. Without a `timeout` its time limit grows with the number of monitors. */
  list(options?: CallOptions): Promise<readonly Monitor[]>;
  /**
   * All monitors, by id, without asking for the list: the one that the log-in has brought, with what the server has reported
   * since. After a {@link Monitors.create} it has each monitor that was made before the new one, by any client. The tags of a
   * monitor may be older: no server reports them. Servers before 2.0 do not name each change, and are asked for the list.
   */
  reported(options?: CallOptions): Promise<readonly Monitor[]>;
  /**
   * One monitor.
   *
   * @throws {@link KumaNotFoundError} when there is none with that id.
   */
  get(id: number, options?: CallOptions): Promise<Monitor>;
  /**
   * Creates a monitor with its final settings in one request. Its references are looked up first: the server keeps a
   * half-made monitor when a notification does not exist. Each request carries a mark: a random text in the column
   * `dns_last_result`. Only the types `dns` and `globalping` show that column, until the first look-up. When the answer
   * does not come, the monitor with that mark is found and returned as if nothing had happened. A request that was lost
   * with its connection is sent again. When the server refuses but has kept the monitor, it is removed. A monitor
   * without the mark is never touched, even when it looks the same: another client may have made it. The error's `hint`
   * names it then.
   *
   * @throws {@link KumaValidationError} when the input is wrong; nothing was sent.
   * @throws {@link KumaNotFoundError} when a notification or the group does not exist; nothing was sent.
   * @throws {@link KumaUnsupportedError} when the server is too old for the type or a setting; nothing was sent.
   */
  create(input: MonitorInput, options?: CallOptions): Promise<Monitor>;
  /**
   * Checks an input as {@link Monitors.create} does, against this server, and changes nothing.
   *
   * @throws The errors of {@link Monitors.create} that come before anything is sent.
   */
  check(input: MonitorInput, options?: CallOptions): Promise<void>;
  /**
   * Creates many monitors, several at once, and gives them back in the order of the inputs. All inputs are checked before
   * the first is sent. It goes on by itself after a connection was cut, and when a server comes back within two minutes. The
   * first failure and the signal stop it; what is under way then is waited for, so that the error says exactly what is
   * there. To go on, call it again with `skipExisting`.
   *
   * @example
   * ```ts
   * const inputs = hosts.map((name) => ({ type: "push" as const, name, interval: 60 }));
   * await client.monitors.createMany(inputs, { skipExisting: true });
   * ```
   * @throws {@link KumaPartialError} when not all could be made; it says which were.
   * @throws {@link KumaValidationError}, {@link KumaNotFoundError}, {@link KumaUnsupportedError} when an input is wrong;
   *   nothing was sent.
   */
  createMany(inputs: readonly MonitorInput[], options?: CreateManyOptions): Promise<readonly Monitor[]>;
  /**
   * Checks a patch as {@link Monitors.update} does, against this server, and changes nothing.
   *
   * @throws The errors of {@link Monitors.update} that come before anything is sent.
   */
  checkUpdate(id: number, patch: MonitorPatch, options?: CallOptions): Promise<void>;
  /**
   * Changes some settings of a monitor: those that every type has, and those of this type. Sends nothing when nothing
   * would change: each edit restarts the server's timers. Further settings of a newer server stay as they are.
   *
   * @example
   * ```ts
   * await client.monitors.update(id, { type: "http", url: "https://example.com/health", maxRedirects: 0 });
   * ```
   * @throws {@link KumaValidationError} when the patch does not fit the monitor's type, would change the type, or would
   * put a group into itself.
   * @throws {@link KumaNotFoundError} when the monitor, a notification or the group does not exist.
   * @throws {@link KumaUnsupportedError} when the server is too old for a setting, or to change it.
   */
  update(id: number, patch: MonitorPatch, options?: CallOptions): Promise<Monitor>;
  /**
   * Makes a copy of a monitor, its tags and notifications too; of a group without its members. A push monitor gets a
   * new token. Settings that the server never gives back (`manualStatus`, `snmpV3Username`) are not copied.
   *
   * @param overrides - In what the copy differs. Its name is `Copy of …` unless it is given.
   * @throws {@link KumaValidationError} when they do not fit the monitor's type.
   * @throws {@link KumaNotFoundError} when the monitor, a notification or the group does not exist.
   * @throws {@link KumaUnsupportedError} when the server is too old for a setting.
   */
  clone(id: number, overrides?: MonitorPatch, options?: CallOptions): Promise<Monitor>;
  /**
   * Deletes a monitor with its history. By default the monitors in a group stay, without a group.
   *
   * @throws {@link KumaNotFoundError} when there is none with that id.
   */
  delete(id: number, options?: DeleteMonitorOptions): Promise<void>;
  /**
   * Pauses a monitor. A paused group goes on checking and alerting for what is in it.
   *
   * @throws {@link KumaNotFoundError} when there is none with that id.
   */
  pause(id: number, options?: CallOptions): Promise<void>;
  /**
   * Starts a paused monitor and its timers again.
   *
   * @throws {@link KumaNotFoundError} when there is none with that id.
   */
  resume(id: number, options?: CallOptions): Promise<void>;
  /**
   * The heartbeats of the last hours, oldest first. The `2.0.0-dev.0` of the npm registry cannot be asked for them.
   * There they are the last 100 at most, from a log-in on another connection, which calls made at once share.
   *
   * @throws {@link KumaNotFoundError} when there is no monitor with that id.
   */
  heartbeats(id: number, range: HeartbeatRange): Promise<readonly Heartbeat[]>;
  /**
   * How every monitor is, by its id, without a request: out of what the server sends after the log-in and from then on. A
   * monitor that was made since then has a state from its first heartbeat on.
   *
   * @throws {@link KumaValidationError} when the client was connected without `keepStates`.
   * @throws {@link KumaTimeoutError} when it has not all come after the time that a log-in may take.
   */
  states(options?: StatesOptions): Promise<ReadonlyMap<number, MonitorState>>;
  /**
   * The heartbeats as the server records them, from the moment of the call on, each once. Those that were recorded while
   * the connection was lost are read from the server when it is back, before the next live one. Ends when the loop is
   * left, the signal fires or the client is closed; fails when the client cannot log in again. A reader who is too slow
   * loses the oldest ({@link Watch.dropped} counts them).
   *
   * @param monitors - An id, several, or `"all"`: those that are made later, too.
   * @example
   * ```ts
   * for await (const { monitorId, status, message } of client.monitors.watch("all")) {
   *   console.log(monitorId, status, message);
   * }
   * ```
   */
  watch(monitors: WatchedMonitors, options?: WatchOptions): Watch<Heartbeat>;
}
