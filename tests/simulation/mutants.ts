// Mistakes that somebody could make in the real code, each a change of one place. The simulation must find every one of them.
import { type Mutant, mutant } from '#tests/simulation/mutant';
import { OF_DECISIONS, OF_PEOPLE, OF_THE_RESTORE } from '#tests/simulation/mutants-of-people';

/** A store that lets a claim take what somebody is attempting. */
const ATTEMPTED = {
  find: "export function holds(expect: Expectation, stored: Claimable | undefined): boolean { switch (expect.kind) { case 'free': return",
  put: "export function holds(expect: Expectation, stored: Claimable | undefined): boolean { switch (expect.kind) { case 'free': return stored?.state === 'attempting' && stored.attempt === expect.attempt ? true :",
};

export const MUTANTS: Mutant[] = [
  mutant(
    'a call without an answer is made again at once, as the SDK does by default',
    'flow',
    'const outcome = await call(world, job, claim, person.subscriber, answer.mails);',
    "let outcome = await call(world, job, claim, person.subscriber, answer.mails); if (outcome.kind === 'unknown') outcome = await call(world, job, claim, person.subscriber, answer.mails);",
  ),
  {
    name: 'the subscriber is read before the claim',
    edits: [
      {
        where: 'flow',
        find: 'const claimed = await claimGroup(',
        put: 'const early = await world.subscribers.readForSending(members.map((member) => member.subscriber)).catch(() => undefined); const claimed = await claimGroup(',
      },
      {
        where: 'flow',
        find: 'const stopped = await sendGroup(world,',
        put: 'const stopped = await sendGroup({ ...world, subscribers: { ...world.subscribers, readForSending: async () => { if (!early) throw new Error("unread"); return early; } } },',
      },
    ],
  },
  mutant(
    'a doubt is over after a minute',
    'core',
    '    if (isBefore(now, delivery.since.add({ minutes: UNRESOLVED_AFTER_MINUTES }))) return undefined;',
    "    if (!isBefore(now, delivery.since.add({ minutes: 1 }))) return { state: 'ready', attempt: delivery.attempt };",
  ),
  mutant('a timer alone decides, without a canary', 'core', 'proof.back === undefined || isBefore(proof.back, waited)', 'false'),
  mutant(
    'no answer counts as not sent',
    'flow',
    "return giveBack(claim); case 'unknown': return undefined;",
    "return giveBack(claim); case 'unknown': return change(claim, { state: 'ready', attempt });",
  ),
  mutant(
    'no answer counts as refused',
    'flow',
    "return giveBack(claim); case 'unknown': return undefined;",
    "return giveBack(claim); case 'unknown': return change(claim, { state: 'refused', attempt, why: 'No answer.' });",
  ),
  mutant('the planner counts from the beginning again', 'flow', '      after = audienceChunk.last;\n', '      after = undefined;\n'),
  mutant(
    'a claim has no condition',
    'local',
    "      if (!changes.every(({ subscriber, expect }) => holds(expect, group.get(subscriber)))) return 'refused';",
    "      if (!changes.every(({ subscriber, expect }) => expect.kind === 'free' || holds(expect, group.get(subscriber)))) return 'refused';",
  ),
  mutant(
    'the provider’s events are ignored',
    'flow',
    "    case 'accepted': {\n",
    "    case 'accepted': {\n      if (event.tag && !canaryMoment(event.tag)) return;\n",
  ),
  mutant(
    'a mail is written down as accepted before it is sent',
    'flow',
    'return world.mailer.send({ to: address,',
    "await settle(world, at, [acceptance(id, { state: 'accepted', attempt, receipt: 'soon', by: 'answer' })]); return world.mailer.send({ to: address,",
  ),
  mutant(
    'nobody sweeps',
    'flow',
    "record.state === 'sending' && record.channel === 'email') await sweep(world, record, now);",
    "record.state === 'sending' && record.channel === 'email') return;",
  ),
  {
    name: 'a claim is a lease of one minute, and then anybody’s',
    edits: [
      {
        where: 'core',
        find: 'export function isFree(row: Claimable | undefined, now: Temporal.Instant): boolean {',
        put: "export function isFree(row: Claimable | undefined, now: Temporal.Instant): boolean { if (row?.state === 'attempting' && row.since.add({ minutes: 1 }).epochMilliseconds < now.epochMilliseconds) return true;",
      },
      { where: 'core', find: ATTEMPTED.find, put: ATTEMPTED.put },
    ],
  },
  mutant('a planned chunk is overwritten', 'local', "      if (audienceChunks.has(at)) return 'exists';\n", ''),
  mutant('no quiet time after the canary', 'core', '  if (isBefore(now, clear.add({ minutes: QUIET_MINUTES }))) return undefined;\n', ''),
  mutant(
    'the sweeper trusts the clock of its host',
    'flow',
    'export async function sweep(world: SweepWorld, record: PublicationRecord, now: Temporal.Instant): Promise<void> {',
    'export async function sweep(world: SweepWorld, record: PublicationRecord, tick: Temporal.Instant): Promise<void> {\n  const now = tick.add({ milliseconds: Date.now() - tick.epochMilliseconds });',
  ),
  mutant('what was read of a subscriber never gets old', 'flow', 'momentMs - readMs <= FRESH_MS', 'momentMs > 0'),
  {
    name: 'its age is looked at once for the whole group',
    edits: [
      { where: 'flow', find: 'const isFresh =', put: 'let fresh: boolean | undefined; const isFresh =' },
      { where: 'flow', find: 'momentMs - readMs <= FRESH_MS', put: '(fresh ??= momentMs - readMs <= FRESH_MS)' },
    ],
  },
  mutant(
    'it is looked at only before the wait for the turn',
    'flow',
    'return isFresh(world.machine.elapsedMs()) && inTime();',
    'return inTime();',
  ),
  {
    name: 'a claim takes what somebody else is attempting',
    edits: [
      {
        where: 'core',
        find: 'export function isFree(row: Claimable | undefined, now: Temporal.Instant): boolean {',
        put: "export function isFree(row: Claimable | undefined, now: Temporal.Instant): boolean { if (row?.state === 'attempting') return true;",
      },
      { where: 'core', find: ATTEMPTED.find, put: ATTEMPTED.put },
    ],
  },
  {
    name: 'groups are cut with the size of today’s code',
    edits: [
      { where: 'core', find: 'i += audienceChunk.group', put: 'i += GROUP_SIZE' },
      { where: 'core', find: 'i + audienceChunk.group)', put: 'i + GROUP_SIZE)' },
    ],
  },
  mutant('who could not be read counts as nobody', 'flow', 'if (unread.has(member.subscriber)) return { change: giveBack(claim) };', ''),
  mutant(
    'who could not be read counts as not suppressed',
    'flow',
    'if (unread.has(member.subscriber))',
    'if (unread.has(member.subscriber) && !people.has(member.subscriber))',
  ),
  mutant(
    'suppressions are not looked at',
    'flow',
    "if (suppressed || subscriber?.status !== 'confirmed')",
    "if (subscriber?.status !== 'confirmed')",
  ),
  mutant(
    'who has left is not looked at',
    'flow',
    "if (suppressed || subscriber?.status !== 'confirmed')",
    'if (suppressed || !subscriber)',
  ),
  mutant(
    'a claim whose answer was lost is taken for ours',
    'flow',
    "    if (answer === 'no-answer') return [];",
    "    if (answer === 'no-answer') return take;",
  ),
  mutant(
    'whatever is being attempted is taken for ours',
    'flow',
    "row?.state === 'attempting' && row.nonce === nonce",
    "row?.state === 'attempting'",
  ),
  mutant(
    'an outcome is written whoever’s claim it is',
    'core',
    'return stored !== undefined && stored.nonce === expect.nonce && expect.states.some(',
    'return stored !== undefined && expect.states.some(',
  ),
  {
    ...mutant(
      'a second receipt overwrites the first',
      'core',
      "stored.state !== 'accepted' || stored.receipt === expect.receipt",
      'stored.state.length > 0',
    ),
    lossy: true,
  },
  mutant(
    'an event that the ledger did not take in is forgotten',
    'flow',
    'if (unsettled.length > 0) throw new Error(`The ledger did not take in that',
    'if (unsettled.length > 1) throw new Error(`The ledger did not take in that',
  ),
  mutant('a pause is not looked at', 'flow', 'if (!record || paused !== undefined || cancelled', 'if (!record || cancelled'),
  mutant(
    'an accepted canary is proof enough, without its event',
    'flow',
    '    await world.canary.recordSent(now);',
    '    await world.canary.recordSent(now); await world.canary.recordBack(now);',
  ),
  mutant('who confirms while it is sealed gets it too', 'flow', 'return !isAfter(subscriber.confirmedAt, record.begun);', 'return true;'),
  mutant(
    'a chunk is closed when one of its deliveries has its end',
    'flow',
    'deliveries.every((delivery) => delivery !== undefined && isFinal(delivery))',
    'deliveries.some((delivery) => delivery !== undefined && isFinal(delivery))',
  ),
  // X
  mutant(
    'X: a call without an answer is made again at once',
    'flow',
    'const outcome = await world.channel.post(',
    "const again = { text: sealed.text, media, ...(parent === undefined ? {} : { inReplyTo: parent }) }; const first = await world.channel.post(again); const outcome = first.kind !== 'unknown' ? first : await world.channel.post(",
  ),
  mutant(
    'X: no answer counts as not posted',
    'flow',
    "attempt: attempt - 1 }; case 'unknown': return undefined;",
    "attempt: attempt - 1 }; case 'unknown': return { state: 'ready', attempt };",
  ),
  mutant(
    'X: no answer counts as refused',
    'flow',
    "attempt: attempt - 1 }; case 'unknown': return undefined;",
    "attempt: attempt - 1 }; case 'unknown': return { state: 'refused', attempt, why: 'No answer.' };",
  ),
  mutant(
    'X: a claim has no condition',
    'local',
    "if (!holds(expect, parts.get(part))) return 'refused';",
    "if ((expect.kind !== 'free' || parts.get(part)?.state === 'posted') && !holds(expect, parts.get(part))) return 'refused';",
  ),
  mutant(
    'X: a claim whose answer was lost is taken for ours',
    'flow',
    "return stored?.state === 'attempting' && stored.nonce === claim.nonce ? claim : undefined;",
    'return claim;',
  ),
  mutant('X: one blank look says that it is not there', 'core', 'const BLANK_LOOKUPS = 3;', 'const BLANK_LOOKUPS = 1;'),
  mutant('X: the timeline is believed at once', 'core', 'const WAIT_MINUTES = 15;', 'const WAIT_MINUTES = 0;'),
  mutant(
    'X: only the last minutes of the timeline are looked at',
    'flow',
    'begun.subtract({ minutes: MARGIN_MINUTES })',
    'now.subtract({ minutes: 5 })',
  ),
  mutant(
    'X: a look that fails is a blank one',
    'flow',
    'world.channel.recent(begun.subtract({ minutes: MARGIN_MINUTES }))',
    'world.channel.recent(begun.subtract({ minutes: MARGIN_MINUTES })).catch(() => [])',
  ),
  mutant(
    'X: nobody looks for a post in doubt',
    'flow',
    'if (paused === undefined && isLookupDue(row, now)) await enqueue',
    'if (record.chunks === -1) await enqueue',
  ),
  mutant(
    'X: a thread goes on without its parent',
    'flow',
    '    if (!parent) return;',
    "    if (!parent && rows.get(part)?.state !== 'attempting') return;",
  ),
  mutant('X: replies hang on nothing', 'flow', '...(parent === undefined ? {} : { inReplyTo: parent })', ''),
  ...OF_DECISIONS,
  ...OF_THE_RESTORE,
  ...OF_PEOPLE,
];

/** Seeds that have found the hardest mutants: a short proof tries them first. When the code has changed they may not any more, and it looks on. */
export const DEADLY: Record<string, number> = {
  'a timer alone decides, without a canary': 76,
  'no quiet time after the canary': 138,
  'what was read of a subscriber never gets old': 320,
  'its age is looked at once for the whole group': 320,
  'the subscriber is read before the claim': 2153,
  'it is looked at only before the wait for the turn': 1371,
  'who could not be read counts as not suppressed': 743,
  'a second receipt overwrites the first': 542,
  'an outcome is written whoever’s claim it is': 954,
  'an accepted canary is proof enough, without its event': 76,
  'who confirms while it is sealed gets it too': 210,
};
