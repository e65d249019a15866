import type { PublicationId } from '#core/publication/publication';
import { MAX_LATE_MINUTES } from '#tests/simulation/stories';

/**
 * The stories that people write. Each has an email and, but for the message, a post on X in the next slot. The message is for those who
 * have been sent an email about the event.
 */
export type Kind = 'post' | 'event' | 'message';
export type Switch = 'everything' | 'email' | 'x' | PublicationId;
export type Rules = { approval: 'automatic' | 'required'; unknown: 'resend' | 'hold'; fourEyes: boolean };
/** The two who write and say yes. */
export type Colleague = 'ada' | 'ben';
/** Who did something, and in which minute. */
type By = { by: Colleague; at: number };
export type Reader = { since: number; gone?: number };
/**
 * `edits`: which words it has. `seen`, `approved`: its time and words as a person last saw them, and as one said yes to; `seenBy`,
 * `approvedFor`: how many people would have got it then. `missed`: nobody has it. `late`: a person sends it after it was missed.
 * `lateYes`: they have said so, and the next tick sends it.
 */
export type Issue = {
  due: number;
  /** When its story is published, and when it goes out by the rules. */
  published: number;
  planned: number;
  /** The time that a person has set. */
  set?: number;
  /** When it was due, as a tick found it due first. */
  recorded?: number;
  /** A tick has found it cancelled. */
  closed?: boolean;
  /** It was missed once, and is planned anew. */
  anew?: boolean;
  edits: number;
  seen?: string;
  seenBy?: number;
  approved?: string;
  approvedFor?: number;
  /** The yes is of the one who wrote it last, without a reason. */
  single?: boolean;
  /** Who has set its time. */
  setBy?: By;
  cancelled: boolean;
  begun?: number;
  missed?: boolean;
  late?: boolean;
  lateYes?: boolean;
};

/** X has a slot every this many minutes, from nine o'clock on. */
const SLOT_MINUTES = 60;
/** The publications of each story. */
export const CHANNELS = {
  post: { email: 'alert-safer-medicines' as PublicationId, x: 'x-safer-medicines' as PublicationId },
  event: { email: 'announcement-autumn' as PublicationId, x: 'x-autumn' as PublicationId },
  message: { email: 'message-room' as PublicationId },
};

/** What people wrote and pressed, and what must follow from it. Minutes count from nine o'clock. */
export class PeopleModel {
  minute = -1;
  readonly rules: Rules;
  readonly readers = new Map<string, Reader>();
  readonly paused = new Set<Switch>();
  readonly issues = new Map<PublicationId, Issue>();
  /** Each delivery that a person has confirmed as sent, as `publication name`. */
  readonly confirmedSent = new Set<string>();
  /** Who wrote the words of each story last. */
  readonly words = new Map<Kind, By & { text: string }>();
  /** Until which minute each provider is silent. */
  silentUntil = { email: 0, x: 0 };

  constructor(rules: Rules, readers: string[]) {
    this.rules = rules;
    for (const name of readers) this.readers.set(name, { since: -2 });
  }

  /** True when a publication of the story has begun, which fixes the story's time. */
  hasBegun(kind: Kind): boolean {
    return Object.values(CHANNELS[kind]).some((id) => this.issues.get(id)?.begun !== undefined);
  }

  /** True when the story may get another time: no publication of it is due yet, or those that are were missed, or have begun for a post. */
  isAhead(kind: Kind): boolean {
    return Object.values(CHANNELS[kind]).every((id) => {
      const issue = this.issues.get(id);
      return !issue || issue.due > this.minute || issue.missed || (kind === 'post' && issue.begun !== undefined);
    });
  }

  schedule(kind: Kind, due: number, edits: number): void {
    const { email } = CHANNELS[kind];
    this.#plan(email, { published: due, planned: due, edits });
    if (kind !== 'message') this.#plan(CHANNELS[kind].x, { published: due, planned: Math.ceil(due / SLOT_MINUTES) * SLOT_MINUTES, edits });
  }

  /** A person publishes words. Who publishes what a colleague has written has not written it. */
  write(kind: Kind, text: string, by: Colleague): void {
    if (this.words.get(kind)?.text !== text) this.words.set(kind, { text, by, at: this.minute });
  }

  /** Who wrote last what goes out: the words, or after them its time. */
  lastWriter(id: PublicationId): Colleague | undefined {
    const [, words] = [...this.words].find(([kind]) => Object.values(CHANNELS[kind]).includes(id)) ?? [];
    const set = this.issues.get(id)?.setBy;
    return set && (!words || set.at > words.at) ? set.by : words?.by;
  }

  /** What was missed is planned anew. What has begun, or was cancelled on time, stays as it is. */
  #plan(id: PublicationId, written: Pick<Issue, 'published' | 'planned' | 'edits'>): void {
    const before: Partial<Issue> = this.issues.get(id) ?? {};
    const { missed, late: _, lateYes: __, cancelled = false, recorded, ...issue } = before;
    const planned = {
      ...issue,
      ...written,
      due: 0,
      cancelled,
      ...(recorded !== undefined && !missed && { recorded }),
      anew: missed === true || issue.anew === true,
    };
    this.issues.set(id, { ...planned, due: dueOf(planned) });
  }

  /** A person gives it another time, which is no earlier than its story. Returns whether they may. */
  move(id: PublicationId, to: number, by: Colleague): boolean {
    const issue = this.issues.get(id);
    if (!issue || issue.cancelled || issue.missed || issue.late || issue.begun !== undefined || to <= this.minute) return false;
    issue.set = to;
    issue.setBy = { by, at: this.minute };
    issue.due = dueOf(issue);
    return true;
  }

  /** The words of a story change; its time stays. */
  edit(kind: Kind, edits: number): void {
    for (const id of Object.values(CHANNELS[kind])) {
      const issue = this.issues.get(id);
      if (issue) issue.edits = edits;
    }
  }

  look(id: PublicationId): void {
    const issue = this.issues.get(id);
    if (!issue) return;
    if (issue.cancelled) delete issue.seen;
    else {
      issue.seen = shown(issue);
      issue.seenBy = this.#present();
    }
  }

  /** A person says yes to what they saw: it counts if it is still so, and if it need not be somebody else. */
  sayYes(id: PublicationId, by: Colleague, alone: boolean): void {
    const issue = this.issues.get(id);
    if (!issue || issue.cancelled || issue.begun !== undefined || issue.seen !== shown(issue)) return;
    if (this.rules.fourEyes && !alone && by === this.lastWriter(id)) return;
    issue.single = false;
    issue.approved = issue.seen;
    issue.approvedFor = issue.seenBy ?? 0;
    if (issue.missed) issue.lateYes = true;
  }

  /** True while nothing stands against a yes. */
  isOpen(id: PublicationId): boolean {
    const issue = this.issues.get(id);
    return issue !== undefined && !issue.cancelled && !issue.missed && issue.begun === undefined;
  }

  /** By some fault there is a yes of the one who wrote it last. */
  forge(id: PublicationId): void {
    const issue = this.issues.get(id);
    if (issue?.seen === undefined) return;
    issue.single = true;
    issue.approved = issue.seen;
    issue.approvedFor = issue.seenBy ?? 0;
  }

  /** A person takes back that it is cancelled: this counts until a minute before it is due. */
  takeBack(id: PublicationId): void {
    const issue = this.issues.get(id);
    if (issue && issue.begun === undefined && !issue.missed && issue.recorded === undefined && this.minute < issue.due - 1)
      issue.cancelled = false;
  }

  /** Lets a minute pass: each publication that is due and allowed begins, and is missed when it has waited too long. */
  tick(): void {
    this.minute += 1;
    for (const issue of this.issues.values()) {
      if (!issue.missed || !issue.lateYes || issue.cancelled) continue;
      issue.missed = false;
      issue.lateYes = false;
      issue.late = true;
      issue.due = this.minute;
      issue.recorded = this.minute;
    }
    const due = [...this.issues].filter(([, issue]) => {
      // What was due, got a later time and is cancelled is closed without waiting for that time.
      const isOver = issue.cancelled && issue.recorded !== undefined;
      return issue.begun === undefined && !issue.missed && (issue.due <= this.minute || isOver);
    });
    for (const [, issue] of due) issue.recorded ??= issue.due;
    // In the order in which they were due: a post that is earlier than its announcement waits for the next tick.
    const inTurn = due.toSorted(([a, { recorded: one = 0 }], [b, { recorded: other = 0 }]) => one - other || isPost(a) - isPost(b));
    for (const [id, issue] of inTurn) {
      if (issue.cancelled) {
        issue.closed = true;
        continue;
      }
      if (this.minute > issue.due + MAX_LATE_MINUTES) miss(issue);
      else if (this.#isAllowed(id, issue)) this.#begin(id, issue);
    }
  }

  #isAllowed(id: PublicationId, issue: Issue): boolean {
    const channel = id.startsWith('x-') ? 'x' : 'email';
    const isPaused = this.paused.has('everything') || this.paused.has(channel) || this.paused.has(id);
    return !isPaused && (!this.#isAsked(id, issue) || issue.approved !== undefined);
  }

  #begin(id: PublicationId, issue: Issue): void {
    const announcement = this.issues.get(CHANNELS.event.email);
    if (id === CHANNELS.event.x && !this.#isAnnounced()) {
      // What follows from an announcement that was missed is missed with it.
      if (announcement?.missed) miss(issue);
    } else if (!this.#isAsked(id, issue) || (issue.approved === shown(issue) && !issue.single && !this.#isGrown(id, issue)))
      issue.begun = this.minute;
  }

  /** True when at least ten more people, and over a quarter more, would get the email than its yes was for. */
  #isGrown(id: PublicationId, { approvedFor = 0 }: Issue): boolean {
    const joined = this.#present() - approvedFor;
    return !isPost(id) && id !== CHANNELS.message.email && joined >= 10 && joined > approvedFor / 4;
  }

  /** True while an email is still ahead, and needs a yes. */
  needsYes(id: PublicationId): boolean {
    const issue = this.issues.get(id);
    return issue !== undefined && !isPost(id) && issue.begun === undefined && this.#isAsked(id, issue);
  }

  #isAsked(id: PublicationId, { late }: Issue): boolean {
    return late === true || id === CHANNELS.message.email || this.rules.approval === 'required' || this.rules.fourEyes;
  }

  /** How many people get emails now. */
  #present(): number {
    return [...this.readers.values()].filter(({ gone }) => gone === undefined).length;
  }

  /**
   * True when the event's post has nothing to wait for: its announcement has begun or has a later time, a person has cancelled it, or
   * nobody would get it.
   */
  #isAnnounced(): boolean {
    const announcement = this.issues.get(CHANNELS.event.email);
    return (
      announcement?.begun !== undefined || announcement?.recorded === undefined || announcement.closed === true || this.#present() === 0
    );
  }

  /** Returns whether this reader must, must not or may have the publication in the end. */
  expectation(id: PublicationId, name: string): 'must' | 'must not' | 'may' {
    const [issue, reader] = [this.issues.get(id), this.readers.get(name)];
    if (issue?.begun === undefined || !reader || reader.since > issue.begun) return 'must not';
    if (reader.gone !== undefined && reader.gone < issue.begun) return 'must not';
    if (id === CHANNELS.message.email && !this.#mayKnowEvent(name, issue.begun)) return 'must not';
    if (reader.gone !== undefined || id === CHANNELS.message.email) return 'may';
    return issue.cancelled || this.confirmedSent.has(`${id} ${name}`) ? 'may' : 'must';
  }

  /** False for who cannot have been sent the announcement by then. Whether an email arrived is not known at once. */
  #mayKnowEvent(name: string, by: number): boolean {
    const { begun } = this.issues.get(CHANNELS.event.email) ?? {};
    return begun !== undefined && begun < by && this.expectation(CHANNELS.event.email, name) !== 'must not';
  }
}

const isPost = (id: PublicationId) => Number(id.startsWith('x-'));

/** Returns when it is due: by the rules, or at the time that a person has set. */
function dueOf({ planned, published, set }: Issue): number {
  return set === undefined ? planned : Math.max(set, published);
}

function miss(issue: Issue): void {
  issue.missed = true;
  issue.lateYes = false;
}

/** What a yes is for. A missed publication that a person sends has no time of its own. */
function shown({ due, edits, missed, late }: Issue): string {
  return missed || late ? `late ${edits}` : `${due} ${edits}`;
}
