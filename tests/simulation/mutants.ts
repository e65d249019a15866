// Mistakes that a programmer could make in the real code, most of them a change of one place. The simulation must find every one.
import { type Mutant, mutant } from '#tests/simulation/mutant';
import { OF_COUNTS } from '#tests/simulation/mutants-of-counts';
import { OF_DRAFTS } from '#tests/simulation/mutants-of-drafts';
import { OF_FILES } from '#tests/simulation/mutants-of-files';
import { OF_MEMORY } from '#tests/simulation/mutants-of-memory';
import { OF_DECISIONS, OF_PEOPLE, OF_THE_RESTORE } from '#tests/simulation/mutants-of-people';

/** An edit of the store's condition: a claim may take a delivery that another claim is attempting. */
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
        find: 'const sent = sendGroup(world,',
        put: 'const sent = sendGroup({ ...world, subscribers: { ...world.subscribers, readForSending: async () => { if (!early) throw new Error("unread"); return early; } } },',
      },
    ],
  },
  mutant(
    'an unknown outcome is resolved after a minute',
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
  mutant('the provider’s events are ignored', 'flow', 'return settleAccepted(world, tag.at, [{ tag, receipt }]);', 'return;'),
  mutant(
    'a mail is recorded as accepted before it is sent',
    'flow',
    'return world.mailer.send({ to: address,',
    "await settle(world, at, [acceptance(id, { state: 'accepted', attempt, receipt: 'soon', by: 'answer' })]); return world.mailer.send({ to: address,",
  ),
  mutant(
    'no sweep runs',
    'flow',
    "return record.channel === 'email' ? sweep(world, record, now) : sweepPost(world, record, now);",
    "return record.channel === 'email' ? undefined : sweepPost(world, record, now);",
  ),
  {
    name: 'a claim is a lease of one minute, and then free for any worker',
    edits: [
      {
        where: 'core',
        find: 'export function isFree(row: Claimable | undefined, now: Temporal.Instant): boolean {',
        put: "export function isFree(row: Claimable | undefined, now: Temporal.Instant): boolean { if (row?.state === 'attempting' && row.since.add({ minutes: 1 }).epochMilliseconds < now.epochMilliseconds) return true;",
      },
      { where: 'core', find: ATTEMPTED.find, put: ATTEMPTED.put },
    ],
  },
  mutant(
    'a tick that goes on with sealing begins again with the first reader',
    'flow',
    'people ??= peopleAfter(world, after);',
    'people ??= peopleAfter(world, undefined);',
  ),
  mutant('a planned chunk is overwritten', 'local', "      if (audienceChunks.has(at)) return 'exists';\n", ''),
  mutant('no quiet time after the canary', 'core', '  if (isBefore(now, clear.add({ minutes: QUIET_MINUTES }))) return undefined;\n', ''),
  mutant(
    'the sweep trusts the clock of its host',
    'flow',
    'export async function sweep(world: SweepWorld, record: PublicationRecord, now: Temporal.Instant): Promise<WaitsFor | undefined> {',
    'export async function sweep(world: SweepWorld, record: PublicationRecord, tick: Temporal.Instant): Promise<WaitsFor | undefined> {\n  const now = tick.add({ milliseconds: Date.now() - tick.epochMilliseconds });',
  ),
  mutant('what was read of a subscriber never becomes too old', 'flow', 'momentMs - readMs <= FRESH_MS', 'momentMs > 0'),
  {
    name: 'the age of what was read is checked once for the whole group',
    edits: [
      { where: 'flow', find: 'const isFresh =', put: 'let fresh: boolean | undefined; const isFresh =' },
      { where: 'flow', find: 'momentMs - readMs <= FRESH_MS', put: '(fresh ??= momentMs - readMs <= FRESH_MS)' },
    ],
  },
  mutant(
    'the age of what was read is checked only before the wait for the turn',
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
  mutant(
    'a subscriber who could not be read counts as unknown',
    'flow',
    'if (unread.has(member.subscriber)) return { change: giveBack(claim) };',
    '',
  ),
  mutant(
    'a subscriber who could not be read counts as not suppressed',
    'flow',
    'if (unread.has(member.subscriber))',
    'if (unread.has(member.subscriber) && !people.has(member.subscriber))',
  ),
  mutant(
    'suppressions are not checked',
    'flow',
    "if (suppressed || subscriber?.status !== 'confirmed')",
    "if (subscriber?.status !== 'confirmed')",
  ),
  mutant(
    'the status of a subscriber is not checked',
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
  mutant('every open claim is taken for ours', 'flow', "row?.state === 'attempting' && row.nonce === nonce", "row?.state === 'attempting'"),
  mutant(
    'an outcome is written over the claim of another worker',
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
    'an event that the ledger could not store is dropped',
    'flow',
    'if (unsettled.length > 0) throw new Error(`The ledger did not take in that',
    'if (unsettled.length > 1) throw new Error(`The ledger did not take in that',
  ),
  mutant('a pause is not checked', 'flow', 'if (!record || paused !== undefined || cancelled', 'if (!record || cancelled'),
  mutant(
    'an accepted canary is proof enough, without its event',
    'flow',
    '    await world.canary.recordSent(now);',
    '    await world.canary.recordSent(now); await world.canary.recordBack(now);',
  ),
  mutant(
    'a reader who confirms while the audience is sealed is in it too',
    'flow',
    'return !isAfter(subscriber.confirmedAt, record.begun);',
    'return true;',
  ),
  mutant(
    'a chunk is closed when one of its deliveries is final',
    'flow',
    'deliveries.every((delivery) => delivery !== undefined && isFinal(delivery))',
    'deliveries.some((delivery) => delivery !== undefined && isFinal(delivery))',
  ),
  mutant(
    'a third group is opened while the answers of two are on their way',
    'flow',
    'if (open.size >= OPEN_GROUPS)',
    'if (open.size > OPEN_GROUPS)',
  ),
  mutant(
    'a group counts as done when its last call has begun',
    'flow',
    'await allBegun.promise;',
    'await allBegun.promise; open.delete(sent);',
  ),
  {
    name: 'a group is settled before its last answers, and what has none yet is given back',
    edits: [
      {
        where: 'flow',
        find: 'const changes: DeliveryChange[] = []; let stopped: string | undefined;',
        put: 'const changes: DeliveryChange[] = []; let stopped: string | undefined; const begun = Promise.withResolvers<void>();',
      },
      { where: 'flow', find: 'if (notBegun === 0) job.allBegun();', put: 'if (notBegun === 0) { job.allBegun(); begun.resolve(); }' },
      {
        where: 'flow',
        find: 'await inWindow(job.claimed, MAX_CALLS_AT_ONCE,',
        put: 'const all = inWindow(job.claimed, MAX_CALLS_AT_ONCE,',
      },
      {
        where: 'flow',
        find: 'await settle(world, job.at, changes);\n  // Pauses',
        put: 'await begun.promise; await Promise.race([all, world.machine.wait(20)]); const answered = new Set(changes.map(({ subscriber }) => subscriber)); await settle(world, job.at, [...changes, ...job.claimed.filter(({ member }) => !answered.has(member.subscriber)).map(giveBack)]); // Pauses',
      },
    ],
  },
  mutant(
    'the switches are read once for all groups of a chunk',
    'flow',
    'if (ageMs() - switchesReadMs > SWITCH_MS) {',
    'if (ageMs() < 0) {',
  ),
  mutant(
    'a group goes on when SES has stopped the one before it',
    'flow',
    'allBegun: allBegun.resolve,',
    'allBegun: allBegun.resolve, stop: {},',
  ),
  // X
  mutant(
    'X: a call without an answer is made again at once',
    'flow',
    'const outcome = await world.social[channel].post(',
    "const again = { text: sealed.text, media, ...(parent === undefined ? {} : { inReplyTo: parent }) }; const first = await world.social[channel].post(again); const outcome = first.kind !== 'unknown' ? first : await world.social[channel].post(",
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
  mutant('X: one blank lookup says that the post is not there', 'core', 'const BLANK_LOOKUPS = 3;', 'const BLANK_LOOKUPS = 1;'),
  mutant('X: the timeline is believed at once', 'core', 'const WAIT_MINUTES = 15;', 'const WAIT_MINUTES = 0;'),
  mutant(
    'X: only the last minutes of the timeline are read',
    'flow',
    'begun.subtract({ minutes: MARGIN_MINUTES })',
    'now.subtract({ minutes: 5 })',
  ),
  mutant(
    'X: a lookup that fails counts as blank',
    'flow',
    'account.recent(begun.subtract({ minutes: MARGIN_MINUTES }))',
    'account.recent(begun.subtract({ minutes: MARGIN_MINUTES })).catch(() => [])',
  ),
  mutant(
    'X: a post with an unknown outcome is never looked up',
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
  mutant(
    'what follows from an announcement does not wait for it',
    'flow',
    'const behind = await whyBehind(world, fresh, planned, { ahead });',
    'const behind = undefined as Stay | undefined;',
  ),
  mutant('X: replies have no parent', 'flow', '...(parent === undefined ? {} : { inReplyTo: parent })', '...{}'),
  mutant(
    'a tick goes on without the lease',
    'flow',
    "if (answer === 'taken') await workOn(world, now, figures);",
    'await workOn(world, now, figures);',
  ),
  mutant('the lease of a tick ends a minute after its minute', 'flow', 'LEASE_MINUTES = 4;', 'LEASE_MINUTES = 1;'),
  mutant(
    'a tick ends the lease of another one',
    'local',
    'if (lease?.holder === holder) lease = undefined;',
    'if (lease || holder) lease = undefined;',
  ),
  mutant(
    'what follows an announcement begins when it is not known that the record of that is there',
    'flow',
    'newest(announcement) ?? foundElsewhere(announcement, planned)',
    'newest(announcement)',
  ),
  mutant(
    'a restore forgets the posts of which the file is away',
    'flow',
    "[...planned.publications.filter(({ decision }) => decision === 'go'), ...planned.lost]",
    "planned.publications.filter(({ decision }) => decision === 'go')",
  ),
  ...OF_DECISIONS,
  ...OF_THE_RESTORE,
  ...OF_PEOPLE,
  ...OF_FILES,
  ...OF_DRAFTS,
  ...OF_MEMORY,
  ...OF_COUNTS,
];
