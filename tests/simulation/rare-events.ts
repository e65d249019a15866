import type { Chance } from '#tests/simulation/chance';
import type { Deciding, Mode, Scenario } from '#tests/simulation/scenario';

const MINUTE = 60_000;

/** Adds rare events: decisions at bad moments, providers that are silent for long, a store that is put back. */
export function withRareEvents(chance: Chance, scenario: Scenario, { lossy = false }: Mode): Scenario {
  const isDeaf = chance.happens(0.05);
  const deafFrom = chance.between(-1, 20) * MINUTE;
  const deaf = { from: deafFrom, to: deafFrom + chance.between(60, 170) * MINUTE };
  const deciding: Deciding = {
    hasty: isDeaf || chance.happens(0.5) ? 1 : chance.unit() * 0.5,
    both: chance.happens(0.5) ? 0 : 0.6,
    trusting: chance.unit() * (isDeaf ? 0.4 : 1),
    // A page that is open for long may show a claim that others have decided and that was tried and held again.
    openMs: isDeaf && chance.happens(0.7) ? 150 * MINUTE : chance.pick([0, 20_000, 10 * MINUTE, 150 * MINUTE]),
    mistaken: chance.happens(0.3) ? 0.3 : 0,
  };
  // Only a person finds a post that the timeline hides for ever; `resend` is not meant for such an account.
  const hides = scenario.policy === 'hold' && chance.happens(0.2);
  const lostAt = chance.between(1, chance.happens(0.7) ? 10 : 60) * MINUTE;
  const rewind = { at: lostAt, point: Math.round(chance.between(-0.4, lostAt / MINUTE) * MINUTE) };
  const isLost = !lossy && chance.happens(0.03);
  const drawn: Scenario = {
    ...scenario,
    actions: [...scenario.actions, ...brokenLink(chance)],
    deciding,
    ...(isDeaf ? { deaf } : {}),
    ...(hides ? { social: { ...scenario.social, hiddenLookups: Number.POSITIVE_INFINITY } } : {}),
    ...(isLost
      ? { rewind, faultsUntil: chance.happens(0.5) ? Math.max(scenario.faultsUntil, lostAt + 60 * MINUTE) : scenario.faultsUntil }
      : {}),
  };
  const withAll = { ...drawn, actions: withFiles(chance, drawn) };
  // A worker has more than two groups in a chunk, as in a newsroom of real size.
  return chance.happens(0.15) ? { ...withAll, sizes: { chunk: 7, group: 2 } } : withAll;
}

/** The editor breaks a link before the story is due, and mends it after its email and its post were. */
function brokenLink(chance: Chance): Scenario['actions'] {
  if (!chance.happens(0.1)) return [];
  const story = chance.pick(['post', 'event'] as const);
  return [
    { at: -1 * MINUTE, what: { kind: 'break-link', story } },
    { at: chance.between(1, 40) * MINUTE, what: { kind: 'mend-link', story } },
  ];
}

/**
 * The editor renames a story's file up to three times, and deletes it for a while once all has begun. Not where the same story is edited,
 * but for a blog post's title: a rename and two changes between two ticks may be another story, and wait for a yes.
 */
function withFiles(chance: Chance, { stories, actions, approval }: Scenario): Scenario['actions'] {
  const story = chance.pick(['post', 'event'] as const);
  const [renames, deletes] = [chance.happens(0.3) ? 1 + chance.below(3) : 0, chance.happens(0.1)];
  const isEdited =
    // Who says yes edits, too (approvers.ts).
    (story === 'event' && approval === 'required') ||
    actions.some(({ what }) => 'story' in what && what.story === story && (story === 'event' || what.kind !== 'edit'));
  if (!stories[story] || isEdited) return actions;
  const at = () => (chance.happens(0.7) ? chance.between(-1, 5) : chance.between(-1, 50)) * MINUTE;
  const gone = chance.between(5, 60) * MINUTE;
  return [
    ...actions,
    ...Array.from({ length: renames }, () => ({ at: at(), what: { kind: 'rename' as const, story } })),
    ...(deletes
      ? [
          { at: gone, what: { kind: 'delete' as const, story } },
          { at: gone + chance.between(0, 90) * MINUTE, what: { kind: 'put-back' as const, story } },
        ]
      : []),
  ];
}
