/**
 * The JavaScript API of Paxos Playground: a run of a scenario, its commands and its views as plain objects.
 *
 * Nodes (`"n1"`), ballots (`"2.n3"`), moments (`"58+2"`: tick 58, after two events of it) and messages
 * (`"n1->n3 accept 2.n1"`, or with `" #2"` behind for the second such) are texts, the same as in scenarios.
 * Everything that fails throws an `Error`; see {@link PlaygroundError}.
 */

/** Loads the WebAssembly once, and gives the API. */
export function load(): Promise<{ Playground: typeof Playground }>;

/** The address of an `<iframe>` that shows a link. */
export function frameAddress(link: string, parameters?: FrameParameters): string;

/** What the address of a frame may say. */
export interface FrameParameters {
  theme?: "light" | "dark" | "auto";
  lang?: "en" | "zh";
  /** Which controls are shown. */
  controls?: "full" | "min" | "none";
  /** `"1"`: plays as soon as it can be seen. */
  autoplay?: "1";
  /** `"1"`: can be watched, and not be changed. */
  readonly?: "1";
}

/** What is thrown. */
export interface PlaygroundError extends Error {
  /** Of a text that cannot be read: the line, from 1. */
  line?: number;
  /** Of a text that cannot be read: the column in characters, from 1. */
  column?: number;
  /** Of a command that is not possible now: why. */
  reason?:
    | "no-such-node" | "no-such-message" | "node-down" | "node-up" | "no-timer" | "link-cut" | "already-held" | "not-held"
    | "already-cut" | "not-cut" | "nothing-cut" | "self-link" | "named-twice" | "too-many-events" | "too-many-branches"
    | "too-many-commands" | "text-full" | "not-asked" | "not-next" | "on-connection"
    | "no-connection" | "message-of-two" | "nothing-to-notice" | "no-such-timer";
}

/** A run. It lives in WebAssembly memory until `free()`. */
export class Playground {
  /** A run of this scenario, at its start. @throws {PlaygroundError} with `line` and `column`. */
  constructor(text: string);
  /**
   * The run that a link holds (what stands behind `#`, or the whole address), played as far as it was, at the moment that the link
   * names. @throws {PlaygroundError}
   */
  static open(link: string): Playground;

  /**
   * Carries out a command at the cursor: a line of a scenario (`"drop n1->n3 accept 2.n1"`) or an object. A command in the
   * past opens a branch. @throws {PlaygroundError} with `reason` if it is not possible now.
   */
  execute(command: string | Command): void;
  /** Lets this many ticks pass. False if nothing is due after them. */
  advance(ticks: number): boolean;
  /** One event forward. False if nothing is due. */
  step(): boolean;
  /** One event back. False at the start. */
  stepBack(): boolean;
  /** Goes to a moment: a tick, with all that happens in it, or `"58+2"`. */
  seek(moment: number | string): void;
  /**
   * Takes the last command back. False if there is none. @throws {PlaygroundError} with `reason` if a branch that shares the command
   * leaves no room for that.
   */
  undo(): boolean;
  /** Gives a command again that was taken back. False if there is none. */
  redo(): boolean;

  /** The state at the cursor. */
  view(): View;
  /** Everything that happened in the branch shown. */
  events(): RunEvent[];
  /** What the scenario expects, and whether it held. */
  expectations(): Expectation[];
  /** The run as the text of a scenario. */
  text(allBranches?: boolean): string;
  /**
   * The run as what stands behind `#` in a link: the same run, played just as far. It opens at the start, or where the cursor is now.
   * @throws {PlaygroundError} if it is too large.
   */
  link(here?: boolean, allBranches?: boolean): string;
  /** Gives the memory back; the object cannot be used after. */
  free(): void;
}

/** A command as an object; the fields say the same as the words of a scenario. `crashingAfter`: the node crashes after so many of the step's writes and sends. */
export type Command =
  | { command: "propose"; node: string; value: string; crashingAfter?: number }
  | { command: "deliver"; message: string; crashingAfter?: number }
  | { command: "drop" | "duplicate" | "hold" | "release"; message: string }
  | { command: "fire"; node: string; crashingAfter?: number }
  | { command: "crash" | "restart" | "wipe" | "isolate"; node: string }
  /** `link`: `"n1->n2"`, or `"n1--n2"` for both directions; `heal` without it heals all. */
  | { command: "cut"; link: string }
  | { command: "heal"; link?: string }
  | { command: "partition"; groups: string[][] }
  /** `to`: `"10%"`, or for latency `"8..12"`. */
  | { command: "set"; setting: "loss" | "duplication"; to: string }
  | { command: "set"; setting: "latency"; to: string; link?: string };

/** The state at the cursor. */
export interface View {
  moment: string;
  tick: number;
  /** How many events lie before the cursor, and how many have been simulated. */
  position: number;
  eventCount: number;
  /** The furthest moment simulated. */
  frontier: string;
  /** When the next event is due, or null. */
  nextTick: number | null;
  nodes: NodeView[];
  /** Messages under way, in the order in which they set out. */
  messages: MessageView[];
  /** Directed links that are cut: `"n1->n2"`. */
  cuts: string[];
  /** What is chosen, by the ledger of all votes. */
  chosen: { ballot: string; value: string; voters: string[] }[];
  properties: PropertyView[];
  /** Mistakes that the scenario switches on, by their words: `"no-raise"`; none, but in the bug lab. */
  variants: string[];
  /** How many acceptors have to promise, and how many to vote. */
  quorums: { promises: number; votes: number };
  network: { loss: string; duplication: string; latency: string };
  /** The caption in force; `runChanged`: a command was given before this moment, so that it may not be true of this run. */
  caption: { en: string; zh: string; runChanged: boolean } | null;
  /** The branch shown, from 0, and how many there are. */
  branch: number;
  branchCount: number;
  seed: string;
  /** 16 hexadecimal digits: the same for the same state, on every machine. */
  digest: string;
}

export interface NodeView {
  id: string;
  up: boolean;
  /** What survives a crash. */
  disk: { promised: string | null; accepted: { ballot: string; value: string } | null };
  /** What the proposer is doing; null while the node is down, and in a run that keeps a log, of which this view tells no more than promises. */
  phase: "idle" | "preparing" | "proposing" | "backing-off" | null;
  leads: string | null;
  wants: string | null;
  learned: string | null;
  timerDueTick: number | null;
}

export interface MessageView {
  name: string;
  from: string;
  to: string;
  kind:
    | "prepare" | "promise" | "refuse" | "accept" | "accepted" | "chosen"
    | "heartbeat" | "fetch" | "install" | "request" | "reply";
  /** Of a request and a reply: the client's number of its command, and the client (`"3.c1"`). */
  ballot: string;
  /** The slot of the log that it is about; null where it is about none. */
  slot: number | null;
  /** The value carried; of a promise, that of the vote reported. */
  value: string | null;
  sentTick: number;
  dueTick: number;
  held: boolean;
  copy: boolean;
  /** Why it could not be delivered now, or null. */
  undeliverable: "link-cut" | "receiver-down" | "not-next" | null;
}

export interface PropertyView {
  /** Of votes; of logs besides, and of Zab these (`answered-kept` to `quorum-logged`). */
  name:
    | "agreement" | "validity" | "one-value-per-ballot" | "votes-safe" | "learned-chosen" | "nothing-skipped" | "fresh-reads"
    | "answered-kept" | "delivery-agreement" | "total-order" | "integrity" | "local-primary-order" | "global-primary-order"
    | "primary-integrity" | "one-primary" | "done-once" | "quorum-logged";
  /** In the state at the cursor. */
  holds: boolean;
  /** The votes that prove that it does not; of `learned-chosen`, what votes there are for the value that was learned. */
  votes: { acceptor: string; ballot: string; value: string }[];
}

/** Something that happened. */
export interface RunEvent {
  /** The moment right after it. */
  moment: string;
  kind:
    | "proposed" | "delivered" | "lost" | "duplicated" | "held" | "released" | "fired" | "noticed" | "crashed" | "restarted" | "wiped"
    | "rewired" | "broken" | "set" | "impossible";
  node: string | null;
  message: string | null;
  /** The value proposed, why a message was lost, the copy, the timer, or the command. */
  detail: string | null;
  /** By a command, rather than by time. */
  commanded: boolean;
  /** Messages that set out. */
  sent: string[];
  newlyChosen: { ballot: string; value: string }[];
  newlyBroken: PropertyView["name"][];
}

export interface Expectation {
  line: number;
  text: string;
  /** Null while the run has not got there. */
  held: boolean | null;
}
