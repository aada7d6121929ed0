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
    | "no-connection" | "message-of-two" | "nothing-to-notice" | "no-such-timer" | "bound-by-lease";
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
  /** Of Zab: the connection of two nodes, `"n1--n2"`. */
  | { command: "break"; link: string }
  | { command: "heal"; link?: string }
  | { command: "partition"; groups: string[][] }
  /** `to`: `"10%"`, or for latency `"8..12"`. */
  | { command: "set"; setting: "loss" | "duplication"; to: string }
  | { command: "set"; setting: "latency"; to: string; link?: string };

/** The state at the cursor. What only some protocols have is null, or empty, in a run of another. */
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
  protocol: "synod" | "multipaxos" | "zab";
  /** Every node, in the order of their numbers, then every client. */
  nodes: NodeView[];
  /** Messages under way, in the order in which they set out. */
  messages: MessageView[];
  /** Directed links that are cut: `"n1->n2"`. */
  cuts: string[];
  /** Of Zab: pairs of nodes whose connection is open at both ends, `"n1--n2"`. */
  connections: string[];
  /** The log, of a protocol that keeps one. */
  log: LogView | null;
  /**
   * What is chosen, by the ledger of all votes; of a log, in its last slots. Under Zab: what was delivered, with the epoch and its primary as ballot, and the
   * servers that ever had it on their disks.
   */
  chosen: ChosenView[];
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
  /** What survives a crash. In a run that keeps a log: the promise of a server of Multi-Paxos, and no more; see `server`, `epochs` and the log. */
  disk: { promised: string | null; accepted: { ballot: string; value: string } | null };
  /** What the proposer is doing; null while the node is down. In a run that keeps a log this is null, and so are the next three: see `server`. */
  phase: "idle" | "preparing" | "proposing" | "backing-off" | null;
  leads: string | null;
  wants: string | null;
  learned: string | null;
  /** What it is and has, if it is a server of a run that keeps a log. */
  server: ServerView | null;
  /** What it waits for, if it is a client. */
  client: ClientView | null;
  /** When the first of its timers runs out. */
  timerDueTick: number | null;
}

/** A server of a run that keeps a log. Slots are counted from 0; under Zab they are places of the history: how many transactions come before. */
export interface ServerView {
  /** What it is now; null while it is down. */
  role: RoleView | null;
  /** The ballot whose leader it follows, or leads itself; under Zab the epoch and its leader (`"2.n3"`). */
  leader: string | null;
  /** The first slot of the log on its disk: what lies below is in a snapshot. */
  first: number;
  /** The slot behind the last in which it has voted; under Zab, behind the last transaction on its disk. */
  end: number;
  /** Everything below this slot it knows to be chosen, and has done. Of a server that is down: what its snapshot holds. */
  commit: number;
  /** What the commands that it has done have led to, by key. */
  store: { key: string; value: string }[];
  /** Of Zab: what its disk holds besides the log. */
  epochs: EpochsView | null;
  /** Of Multi-Paxos with `alpha`: who votes, and from which slot on, as far as what it has done settles it. Else empty. */
  voters: { from: number; voters: string[] }[];
  /** Of Multi-Paxos with `lease`: what becomes of a lease here; null where it has to do with none. */
  lease: LeaseView | null;
}

/**
 * What a server is. Of Multi-Paxos: a follower; a candidate, with the promises it has; a leader, for whom so many commands are `waiting` for a slot.
 * Of Zab: it looks for a leader, and has cast a vote in this round, as those in `agreeing` have; it follows a leader, or observes one (`observes`: it never
 * votes); it leads, or is to, with these voters (itself included) for the stage at which it is.
 */
export type RoleView =
  | { kind: "follower" }
  | { kind: "candidate"; ballot: string; promises: string[] }
  | { kind: "leader"; ballot: string; waiting: number }
  | { kind: "looking"; round: number; vote: ElectionVoteView; agreeing: string[]; observes: boolean }
  | {
      kind: "learning";
      leader: string;
      /** The leader's epoch, once it has been told. */
      epoch: number | null;
      progress: "discovery" | "synchronization" | "synchronized" | "up-to-date";
      observes: boolean;
    }
  | {
      kind: "leading";
      /** Its epoch and itself, once there is one. */
      ballot: string | null;
      stage: "discovery" | "synchronization" | "broadcast";
      withIt: string[];
      learners: LearnerView[];
      /** How many transactions are broadcast and not committed. */
      outstanding: number;
    };

/** A vote in an election of Zab: whom, and how recent that one is. */
export interface ElectionVoteView {
  leader: string;
  epoch: number;
  /** An epoch, and a place among its transactions: `"2:1"`. */
  zxid: string;
}

/** One that follows or observes a leader of Zab, as the leader knows. */
export interface LearnerView {
  node: string;
  progress: "connected" | "informed" | "in-epoch" | "syncing" | "synced" | "up-to-date";
  /** Where its history ends, while it is `"in-epoch"`. */
  zxid: string | null;
}

/** What the disk of a server holds under Zab, besides the log. */
export interface EpochsView {
  /** `acceptedEpoch`: it takes part in none below. */
  accepted: number;
  /** `currentEpoch`: the epoch of which its history is. */
  current: number;
  /** The zxid of the last transaction of its history; `"0:0"`: it has none. */
  last: string;
}

/**
 * A lease, as a server has to do with it: it leads and holds one; it leads and has asked for one; it has granted one to the leader of this ballot, and promises
 * nobody else anything (null: it has restarted, and does not know to whom).
 */
export type LeaseView = { kind: "held" } | { kind: "asked" } | { kind: "granted"; ballot: string | null };

/** A client. */
export interface ClientView {
  /** How many commands it has asked for. */
  asked: number;
  /** The command that is not answered yet, with the client's number of it. */
  waitsFor: { sequence: number; operation: string } | null;
  /** The server that it asks; null while it is down. */
  server: string | null;
}

/** The log, as the servers have it: of a long one, the last slots. */
export interface LogView {
  /** The first slot that is here. */
  from: number;
  slots: SlotView[];
}

/** A slot of the log; under Zab, a place of the history. */
export interface SlotView {
  slot: number;
  /** What is chosen in it, by the ledger; under Zab, delivered. */
  chosen: EntryView | null;
  /** What n1 has there, then n2, and so on. */
  servers: CellView[];
}

/** An entry of the log: it fills a gap, or is a client's command, with the client's number of it. */
export type EntryView = { kind: "no-op" } | { kind: "command"; client: string; sequence: number; operation: string };

/**
 * What a server has in a slot: nothing; what it led to, in a snapshot; a vote, under Zab a transaction on its disk; or nothing, though by the ledger
 * there once was something: it was cut off (TRUNC), lost with the disk, or, by mistake, never written.
 */
export type CellView =
  | { kind: "empty" }
  | { kind: "snapshot" }
  | {
      kind: "vote";
      /** The ballot in which it was cast; of a transaction, the epoch and its primary. */
      ballot: string;
      /** Of a transaction: its place among those of the epoch, from 1. */
      counter: number | null;
      entry: EntryView;
      /** The server knows it to be chosen, and has done it. */
      applied: boolean;
    }
  | { kind: "gone"; ballot: string; counter: number | null; entry: EntryView };

/** A value that is chosen. */
export interface ChosenView {
  /** Of a log: the slot. */
  slot: number | null;
  ballot: string;
  /** Of a log: the operation, and behind it who asked for it and with which number: `"x=1 #c1.2"`. */
  value: string;
  voters: string[];
}

export interface MessageView {
  name: string;
  from: string;
  to: string;
  kind:
    | "prepare" | "promise" | "refuse" | "accept" | "accepted" | "chosen"
    | "heartbeat" | "granted" | "fetch" | "install" | "request" | "reply"
    | "notification" | "followerinfo" | "leaderinfo" | "ackepoch" | "diff" | "trunc" | "snap" | "newleader" | "ack" | "uptodate"
    | "proposal" | "commit" | "inform" | "ping";
  /**
   * Of a request and a reply: the client's number of its command, and the client (`"3.c1"`). Of Zab: the epoch, and its leader; of a notification, the round,
   * and whom it votes for.
   */
  ballot: string;
  /** The slot of the log that it is about; of Zab, the zxid's place in its epoch. Null where it is about none. */
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
  /** Of votes; of logs besides, and of Zab these (`answered-kept` to `quorum-logged`, and `equal-states`). */
  name:
    | "agreement" | "validity" | "one-value-per-ballot" | "votes-safe" | "learned-chosen" | "nothing-skipped" | "fresh-reads"
    | "equal-states"
    | "answered-kept" | "delivery-agreement" | "total-order" | "integrity" | "local-primary-order" | "global-primary-order"
    | "primary-integrity" | "one-primary" | "done-once" | "quorum-logged";
  /** In the state at the cursor. */
  holds: boolean;
  /** The votes that prove that it does not; of `learned-chosen`, what votes there are for the value that was learned. None where it is no votes that prove it. */
  votes: CastVoteView[];
  /** What proves that it does not, besides votes; null if it holds. */
  proof: ProofView | null;
}

/** A vote, and who cast it. */
export interface CastVoteView {
  acceptor: string;
  /** Of a log: the slot. */
  slot: number | null;
  ballot: string;
  value: string;
}

/** Something that a server did at a place of the history, or a slot; or of which it told a client that it is done. */
export interface DeliveryView {
  server: string;
  place: number;
  /** Of Zab: the zxid. */
  zxid: string | null;
  value: string;
}

/** A transaction that a primary broadcast. */
export interface TransactionView {
  zxid: string | null;
  value: string;
}

/** What proves that a property fails. */
export type ProofView =
  /** Two values are chosen; what is chosen nobody asked for; one ballot has two values: the votes say which. */
  | { kind: "two-chosen" | "never-asked" | "two-values" }
  /** The first vote is for a value that was not safe: in the ballot below another is chosen, or these acceptors could still have it chosen. */
  | { kind: "unsafe"; below: string; undecided: string[] }
  /** The node has learned what is not chosen. */
  | { kind: "not-chosen"; node: string; slot: number | null; value: string }
  /** It was delivered, and nobody broadcast it. */
  | { kind: "never-broadcast"; delivery: DeliveryView }
  /** At one place, and one of the servers delivers the other's too, elsewhere; or neither does. The first before the second, which is of a lower epoch. The same done twice. */
  | { kind: "reordered" | "diverged" | "epochs-reversed" | "done-twice"; deliveries: [DeliveryView, DeliveryView] }
  /** It was delivered without what its primary broadcast right before it. */
  | { kind: "without-predecessor"; delivery: DeliveryView; missed: TransactionView }
  /** The primary broadcast this, having delivered so many, without what was delivered of a lower epoch. */
  | { kind: "not-delivered"; primary: string; broadcast: TransactionView; deliveredCount: number; missed: DeliveryView }
  /** One epoch has two primaries. */
  | { kind: "two-primaries"; epoch: number; primaries: [string, string] }
  /** It was delivered, and only these servers ever had it on their disks. */
  | { kind: "no-quorum"; delivery: DeliveryView; loggedBy: string[] }
  /** A client was told of the first, and the second stands at its place. */
  | { kind: "overwritten"; answered: DeliveryView; delivery: DeliveryView }
  /** A client was told of it, and a later primary came with a history of so many transactions, which ends before it. */
  | { kind: "forgotten"; answered: DeliveryView; primary: string; epoch: number; historyCount: number }
  /** The server did it without what stands in the slot below. */
  | { kind: "skipped"; delivery: DeliveryView }
  /** A server answered a command that only reads from the first so many slots (`place`), when a client had been told of what so many had led to (`toldCount`). */
  | { kind: "stale"; server: string; value: string; place: number; toldCount: number }
  /** Both have done all up to this place, or slot, and have come to different states. */
  | { kind: "two-states"; servers: [string, string]; place: number };

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
  /** Of Zab: what it sent on connections that were gone, as it had yet to notice: `"n2->n1 ack 1.n1@3"`. It went nowhere. */
  vanished: string[];
  /** Of a log: with the slot. */
  newlyChosen: { slot: number | null; ballot: string; value: string }[];
  newlyBroken: PropertyView["name"][];
}

export interface Expectation {
  line: number;
  text: string;
  /** Null while the run has not got there. */
  held: boolean | null;
}
