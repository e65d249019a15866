import type { Chance } from '#tests/simulation/chance';

/** What all worlds of a run share. `lossy`: some of the provider's events come hours late or never. */
export type Mode = { policy?: 'resend' | 'hold'; lossy?: boolean };

/** Everything that one world draws before it begins. The faults of its calls are drawn while it runs. */
export type Scenario = {
  policy: 'resend' | 'hold';
  /** `required`: people look at each publication, and say yes to what they saw (`approvers.ts`). */
  approval: 'automatic' | 'required';
  stories: { post: boolean; event: boolean };
  /** The blog post has a text for X that is longer than one post. */
  thread: boolean;
  people: number;
  sizes: { chunk: number; group: number };
  /** How the schedule of ticks behaves. */
  ticks: { missing: number; doubled: number; late: number; retried: number; mostLateMs: number };
  jobQueue: { lost: number; doubled: number; late: number; mostLateMs: number };
  events: {
    doubled: number;
    late: number;
    mostLateMs: number;
    lostForEver: number;
    backlogMs: number;
    downs: { from: number; to: number }[];
  };
  mail: {
    refused: number;
    throttled: number;
    stops: { from: number; to: number }[];
    unread: number;
    bounced: number;
    perSecond: number | undefined;
  };
  social: {
    refused: number;
    throttled: number;
    lagMs: number;
    guardMs: number;
    hiddenLookups: number;
    stops: { from: number; to: number }[];
  };
  /** Chance that a reader of a group that was just read unsubscribes within 12 s. */
  unsubscribing: number;
  actions: { at: number; what: Action }[];
  deciding: Deciding;
  /** In this time half of the calls to SES and X are lost, without an answer. */
  deaf?: { from: number; to: number };
  rewind?: Rewind;
  /** How late the host may wake a process that waits. */
  lateWakeMs: number;
  clockOffMs: number;
  /** The lease of the ticks is worth nothing: several have it at once. The promise must hold all the same. */
  leaseIsVoid?: true;
  /** The editor breaks the rules for good: once a tick has read them, or once everything has begun. All must go on. */
  breaksRules: 'early' | 'late' | 'never';
  /** Ledger writes get stuck and land minutes later, while calls are throttled or lose their answer: old outcomes meet new claims. */
  storm: boolean;
  /** No fault strikes after this. */
  faultsUntil: number;
};

/** What a person does at the desk or on a page, or a deploy. */
export type Action =
  | { kind: 'unsubscribe' | 'suppress' | 'status' | 'confirm'; person: number }
  | { kind: 'import' }
  | { kind: 'edit'; story: 'post' | 'event'; edit: number }
  | { kind: 'break-link' | 'mend-link'; story: 'post' | 'event' }
  | { kind: 'rename' | 'delete' | 'put-back'; story: 'post' | 'event' }
  | { kind: 'break-rules' | 'mend-rules' }
  | { kind: 'deploy'; chunk: number; group: number }
  | { kind: 'pause' | 'resume'; what: 'everything' | 'post' | 'event' }
  | { kind: 'cancel'; what: 'post' | 'event' };

/** How people decide about held mails and posts. */
export type Deciding = {
  /** Chance that a person looks as soon as a delivery is held, and decides while the rest is still being sent. */
  hasty: number;
  /** Chance that another person decides at the same time, and differently. */
  both: number;
  /** Chance that a person confirms a mail as sent. */
  trusting: number;
  /** How long the page may be open before a person presses a button on it. */
  openMs: number;
  /** Chance that a person gives the link of another post. */
  mistaken: number;
};

/** The store is lost at `at`, and put back to what it was at `point`. */
export type Rewind = { point: number; at: number };

const MINUTE = 60_000;

/** Returns a world without any trouble. */
export function calm(policy: 'resend' | 'hold', sizes: { chunk: number; group: number }): Scenario {
  return {
    policy,
    approval: 'automatic',
    stories: { post: true, event: false },
    thread: false,
    people: 7,
    sizes,
    ticks: { missing: 0, doubled: 0, late: 0, retried: 1, mostLateMs: 0 },
    jobQueue: { lost: 0, doubled: 0, late: 0, mostLateMs: 0 },
    events: { doubled: 0, late: 0, mostLateMs: 0, lostForEver: 0, backlogMs: 0, downs: [] },
    mail: { refused: 0, throttled: 0, stops: [], unread: 0, bounced: 0, perSecond: undefined },
    social: { refused: 0, throttled: 0, lagMs: 0, guardMs: 0, hiddenLookups: 0, stops: [] },
    unsubscribing: 0,
    actions: [],
    deciding: { hasty: 0, both: 0, trusting: 0.5, openMs: 0, mistaken: 0 },
    lateWakeMs: 0,
    clockOffMs: 0,
    breaksRules: 'never',
    storm: false,
    faultsUntil: Number.POSITIVE_INFINITY,
  };
}

/** Draws a world with its own mix of trouble: each kind is present or not, and frequent or rare. */
export function hostile(chance: Chance, mode: Mode): Scenario {
  const some = (most: number, likely = 0.5) => (chance.happens(likely) ? chance.unit() ** 2 * most : 0);
  const span = (most: number) => {
    const from = chance.between(-1, 60) * MINUTE;
    return { from, to: from + chance.between(1, most) * MINUTE };
  };
  const people = 5 + chance.below(3);
  const group = 3 + chance.below(2);
  const post = chance.happens(0.75);
  const event = !post || chance.happens(0.3);
  const storm = chance.happens(0.06);
  return {
    policy: mode.policy ?? (chance.happens(0.3) ? 'hold' : 'resend'),
    approval: chance.happens(0.08) ? 'required' : 'automatic',
    stories: { post, event },
    thread: chance.happens(0.4),
    people,
    sizes: { chunk: group + chance.below(4), group },
    ticks: { missing: some(0.4), doubled: some(0.5), late: some(0.6), retried: chance.unit(), mostLateMs: chance.between(5_000, 120_000) },
    jobQueue: { lost: some(0.4), doubled: some(0.6), late: some(0.5), mostLateMs: chance.pick([5_000, 60_000, 15 * MINUTE]) },
    events: {
      doubled: some(0.5),
      late: storm ? 1 : some(1),
      mostLateMs: storm ? 12 * MINUTE : chance.pick([20_000, 3 * MINUTE, 12 * MINUTE]),
      lostForEver: mode.lossy ? 0.02 : 0,
      backlogMs: chance.pick([30_000, 11 * MINUTE]),
      downs: apart(chance.happens(0.3) ? [span(120), span(120)].slice(chance.below(2)) : [], mode.lossy ? 0 : 30 * MINUTE),
    },
    mail: {
      refused: some(0.15, 0.2),
      throttled: storm ? 0.3 : some(0.3, 0.3),
      stops: chance.happens(0.06) ? [span(30)] : [],
      unread: chance.happens(0.3) ? chance.pick([0.04, 0.3]) : 0,
      bounced: some(0.3, 0.3),
      perSecond: chance.happens(0.25) ? chance.between(0.1, 2) : undefined,
    },
    social: {
      refused: some(0.2, 0.1),
      throttled: some(0.3, 0.3),
      lagMs: chance.pick([0, 20_000, 5 * MINUTE]),
      hiddenLookups: chance.below(3),
      guardMs: chance.pick([0, 0, 2 * MINUTE, Number.POSITIVE_INFINITY]),
      stops: chance.happens(0.06) ? [span(30)] : [],
    },
    unsubscribing: some(0.4, 0.4),
    actions: actions(chance, people),
    deciding: { hasty: 0, both: 0, trusting: 0.5, openMs: 0, mistaken: 0 },
    lateWakeMs: chance.happens(0.3) ? 15_000 : 0,
    clockOffMs: chance.happens(0.5) ? 60 * MINUTE : 0,
    breaksRules: breaksRulesAt(chance.unit()),
    storm,
    faultsUntil: chance.between(2, chance.happens(0.3) ? 90 : 25) * MINUTE,
  };
}

function breaksRulesAt(drawn: number): Scenario['breaksRules'] {
  if (drawn < 0.3) return 'early';
  return drawn < 0.5 ? 'late' : 'never';
}

/**
 * Joins downs that are less than `gap` apart. The protocol relies on this: a channel that carries a canary brings the rest within a
 * quarter of an hour. A channel that goes down again before that belongs to the worlds beyond the promise, as a lost event does.
 */
function apart(downs: { from: number; to: number }[], gap: number): { from: number; to: number }[] {
  const kept: { from: number; to: number }[] = [];
  for (const down of downs.sort((a, b) => a.from - b.from)) {
    const before = kept.at(-1);
    if (before && down.from < before.to + gap) before.to = Math.max(before.to, down.to);
    else kept.push({ ...down });
  }
  return kept;
}

function actions(chance: Chance, people: number): Scenario['actions'] {
  const done: Scenario['actions'] = [];
  const at = () => (chance.happens(0.7) ? chance.between(-1, 4) : chance.between(-1, 50)) * MINUTE;
  const person = () => chance.below(people + 2);
  const add = (likely: number, what: () => Action) => {
    while (chance.happens(likely)) done.push({ at: at(), what: what() });
  };
  add(0.25, () => ({ kind: chance.pick(['unsubscribe', 'suppress', 'suppress', 'status'] as const), person: person() }));
  add(0.15, () => ({ kind: 'confirm', person: person() }));
  add(0.1, () => ({ kind: 'import' }));
  add(0.1, () => ({ kind: 'edit', story: chance.pick(['post', 'event'] as const), edit: done.length + 1 }));
  add(0.15, () => ({ kind: 'deploy', chunk: 4 + chance.below(3), group: 3 + chance.below(2) }));
  if (chance.happens(0.06)) {
    const from = at();
    done.push({ at: from, what: { kind: 'break-rules' } }, { at: from + chance.between(0, 20) * MINUTE, what: { kind: 'mend-rules' } });
  }
  if (chance.happens(0.12)) {
    const what = chance.pick(['everything', 'post', 'event'] as const);
    const from = at();
    // Two people at the desk press the same button, and neither waits for the other.
    for (const more of [0, chance.below(2)]) done.push({ at: from + more * chance.between(0, 5_000), what: { kind: 'pause', what } });
    done.push({ at: from + chance.between(1, 40) * MINUTE, what: { kind: 'resume', what } });
  }
  if (chance.happens(0.03)) done.push({ at: at(), what: { kind: 'cancel', what: chance.pick(['post', 'event'] as const) } });
  return done;
}
