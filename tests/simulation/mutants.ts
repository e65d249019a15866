// Mistakes that somebody could make in the real code, each a change of one place. The simulation must find every one of them.
import type { Edit } from '#tests/simulation/variant';

export type Mutant = { name: string; edits: Edit[]; policy?: 'resend' | 'hold'; lossy?: boolean };

const mutant = (name: string, file: string, find: string, put: string): Mutant => ({ name, edits: [{ file, find, put }] });

export const MUTANTS: Mutant[] = [
  mutant('a call without an answer is made again at once, as the SDK does by default', 'flow/send.ts',
    'const outcome = await world.mailer.send({ to: subscriber.address, message, tag });',
    "let outcome = await world.mailer.send({ to: subscriber.address, message, tag }); if (outcome.kind === 'unknown') outcome = await world.mailer.send({ to: subscriber.address, message, tag });"),
  {
    name: 'the subscriber is read before the claim',
    edits: [
      { file: 'flow/send.ts', find: '    const claimed = await claimGroup(world, at, members, seen, job.at);', put: '    const early = await world.subscribers.readForSending(members.map((member) => member.subscriber)).catch(() => undefined); const claimed = await claimGroup(world, at, members, seen, job.at);' },
      { file: 'flow/send.ts', find: 'const stopped = await sendGroup(world, at,', put: 'const stopped = await sendGroup({ ...world, subscribers: { ...world.subscribers, readForSending: async () => { if (!early) throw new Error("unread"); return early; } } }, at,' },
    ],
  },
  mutant('a doubt is over after a minute', 'core/doubt.ts', "    if (isBefore(now, delivery.since.add({ minutes: SUSPECT_AFTER_MINUTES }))) return undefined;", "    if (!isBefore(now, delivery.since.add({ minutes: 1 }))) return { state: 'ready', attempt: delivery.attempt };"),
  mutant('a timer alone decides, without a canary', 'core/doubt.ts', 'proof.back === undefined || isBefore(proof.back, waited)', 'false'),
  mutant('no answer counts as not sent', 'flow/send.ts', "    case 'unknown':\n      return undefined;", "    case 'unknown':\n      return change(claim, { state: 'ready', attempt: claim.attempt });"),
  mutant('no answer counts as refused', 'flow/send.ts', "    case 'unknown':\n      return undefined;", "    case 'unknown':\n      return change(claim, { state: 'refused', attempt: claim.attempt, why: 'No answer.' });"),
  mutant('the planner counts from the beginning again', 'flow/seal.ts', '      after = head.last;\n', '      after = undefined;\n'),
  mutant('a claim has no condition', 'local/memory-ledger.ts', "      if (!changes.every(({ subscriber, expect }) => holds(expect, group.get(subscriber)))) return 'refused';", "      if (!changes.every(({ subscriber, expect }) => expect.kind === 'free' || holds(expect, group.get(subscriber)))) return 'refused';"),
  mutant('the provider’s events are ignored', 'flow/heed.ts', "    case 'accepted': {\n", "    case 'accepted': {\n      if (event.tag && !canaryMoment(event.tag)) return;\n"),
  mutant('a mail is written down as accepted before it is sent', 'flow/send.ts', "    const outcome = await world.mailer.send(", "    await settle(world, at, [acceptance(subscriber.id, { state: 'accepted', attempt: claim.attempt, receipt: 'soon', by: 'answer' })]); const outcome = await world.mailer.send("),
  mutant('nobody sweeps', 'flow/tick.ts', "record.state === 'sending' && record.channel === 'email') await sweep(world, record, now);", "record.state === 'sending' && record.channel === 'email') return;"),
  mutant('a claim is a lease of one minute, and then anybody’s', 'flow/claim.ts', '  if (row === undefined) return true;', "  if (row === undefined || (row.state === 'attempting' && row.since.add({ minutes: 1 }).epochMilliseconds < now.epochMilliseconds)) return true;"),
  mutant('a planned chunk is overwritten', 'local/memory-ledger.ts', "      if (heads.has(at)) return 'exists';\n", ''),
  mutant('no quiet time after the canary', 'core/doubt.ts', '  if (isBefore(now, clear.add({ minutes: QUIET_MINUTES }))) return undefined;\n', ''),
  mutant('the sweeper trusts the clock of its host', 'flow/sweep.ts', 'export async function sweep(world: SweepWorld, record: PublicationRecord, now: Temporal.Instant): Promise<void> {', "export async function sweep(world: SweepWorld, record: PublicationRecord, tick: Temporal.Instant): Promise<void> {\n  const now = tick.add({ milliseconds: Date.now() - tick.epochMilliseconds });"),
  {
    name: 'what was read of a subscriber never gets old',
    edits: [
      { file: 'flow/send.ts', find: 'if (moment - read > FRESH_MS)', put: 'if (false)' },
      { file: 'flow/send.ts', find: 'world.machine.elapsed() - read > FRESH_MS', put: 'false' },
    ],
  },
  {
    name: 'its age is looked at once for the whole group',
    edits: [
      { file: 'flow/send.ts', find: 'let stop: Outcome | undefined;', put: 'let stop: Outcome | undefined; let fresh: boolean | undefined;' },
      { file: 'flow/send.ts', find: 'if (moment - read > FRESH_MS)', put: 'if (!(fresh ??= moment - read <= FRESH_MS))' },
      { file: 'flow/send.ts', find: 'world.machine.elapsed() - read > FRESH_MS', put: '!fresh' },
    ],
  },
  {
    name: 'a claim takes what somebody else is attempting',
    edits: [
      { file: 'flow/claim.ts', find: '  if (row === undefined) return true;', put: "  if (row === undefined || row.state === 'attempting') return true;" },
      { file: 'core/ledger.ts', find: "stored.state === 'ready' && stored.attempt === expect.attempt;", put: "(stored.state === 'ready' || stored.state === 'attempting') && stored.attempt === expect.attempt;" },
    ],
  },
  {
    name: 'groups are cut with the size of today’s code',
    edits: [
      { file: 'core/ledger.ts', find: 'i += head.group', put: 'i += GROUP_SIZE' },
      { file: 'core/ledger.ts', find: 'i + head.group)', put: 'i + GROUP_SIZE)' },
    ],
  },
  mutant('who could not be read counts as nobody', 'flow/send.ts', '    if (answer.unread.has(member.subscriber)) return void giveBack(claim);\n', ''),
  mutant('who could not be read counts as not suppressed', 'flow/send.ts', 'if (answer.unread.has(member.subscriber)) return', 'if (answer.unread.has(member.subscriber) && !person) return'),
  mutant('suppressions are not looked at', 'flow/send.ts', "subscriber.status !== 'confirmed' || person?.suppressed)", "subscriber.status !== 'confirmed')"),
  mutant('who has left is not looked at', 'flow/send.ts', "!subscriber || subscriber.status !== 'confirmed' || person?.suppressed", '!subscriber || person?.suppressed'),
  mutant('a claim whose answer was lost is taken for ours', 'flow/claim.ts', "    if (answer === 'no-answer') return [];", "    if (answer === 'no-answer') return take;"),
  mutant('whatever is being attempted is taken for ours', 'flow/claim.ts', "row?.state === 'attempting' && row.nonce === nonce", "row?.state === 'attempting'"),
  mutant('an outcome is written whoever’s claim it is', 'core/ledger.ts', '        stored.nonce === expect.nonce &&\n', ''),
  { ...mutant('a second receipt overwrites the first', 'core/ledger.ts', "stored.state !== 'accepted' || stored.receipt === expect.receipt", "stored.state.length > 0"), lossy: true },
  mutant('an event that the ledger did not take in is forgotten', 'flow/heed.ts', 'if (unsettled.length > 0) throw', 'if (unsettled.length > 1) throw'),
  mutant('a tick is settled before its publications are stored', 'flow/plan.ts', '  const known = new Set(planned.records.map((record) => record.id));', '  await world.register.settle({ opened: planned.opened, until: now });\n  const known = new Set(planned.records.map((record) => record.id));'),
  mutant('a pause is not looked at', 'flow/send.ts', 'return paused === undefined &&', 'return'),
  mutant('a cancelled publication goes on', 'flow/send.ts', 'return paused === undefined && cancelled === undefined', 'return paused === undefined'),
  mutant('an accepted canary is proof enough, without its event', 'flow/sweep.ts', '    await world.canary.noteSent(now);', '    await world.canary.noteSent(now); await world.canary.noteBack(now);'),
  mutant('who confirms while it is sealed gets it too', 'flow/seal.ts', 'return subscriber.confirmedAt.epochMilliseconds <= record.begun.epochMilliseconds;', 'return true;'),
  mutant('a chunk is closed when one of its deliveries has its end', 'flow/sweep.ts', 'deliveries.every((delivery) => delivery !== undefined && isFinal(delivery))', 'deliveries.some((delivery) => delivery !== undefined && isFinal(delivery))'),
  // X
  mutant('X: a call without an answer is made again at once', 'flow/post.ts', 'const outcome = await world.channel.post(', "const again = { text: sealed.text, media, ...(parent === undefined ? {} : { inReplyTo: parent }) }; const first = await world.channel.post(again); const outcome = first.kind !== 'unknown' ? first : await world.channel.post("),
  mutant('X: no answer counts as not posted', 'flow/post.ts', "    case 'unknown':\n      return undefined;", "    case 'unknown':\n      return { state: 'ready', attempt };"),
  mutant('X: no answer counts as refused', 'flow/post.ts', "    case 'unknown':\n      return undefined;", "    case 'unknown':\n      return { state: 'refused', attempt, why: 'No answer.' };"),
  mutant('X: a claim has no condition', 'core/social-ledger.ts', "stored.state === 'ready' && stored.attempt === expect.attempt", "stored.state !== 'posted'"),
  mutant('X: a claim whose answer was lost is taken for ours', 'flow/post.ts', "return stored?.state === 'attempting' && stored.nonce === claim.nonce ? claim : undefined;", 'return claim;'),
  mutant('X: one blank look says that it is not there', 'core/social-doubt.ts', 'const BLANK_LOOKS = 3;', 'const BLANK_LOOKS = 1;'),
  mutant('X: the timeline is believed at once', 'core/social-doubt.ts', 'const WAIT_MINUTES = 10;', 'const WAIT_MINUTES = 0;'),
  mutant('X: only the last minutes of the timeline are looked at', 'flow/look.ts', 'begun.subtract({ minutes: MARGIN_MINUTES })', 'now.subtract({ minutes: 5 })'),
  mutant('X: a look that fails is a blank one', 'flow/look.ts', 'world.channel.recent(begun.subtract({ minutes: MARGIN_MINUTES }))', 'world.channel.recent(begun.subtract({ minutes: MARGIN_MINUTES })).catch(() => [])'),
  mutant('X: nobody looks for a post in doubt', 'flow/sweep-post.ts', "if (paused === undefined && duty(row, now) !== 'wait') await ring", "if (duty(row, now) === 'never') await ring"),
  mutant('X: a thread goes on without its parent', 'flow/post.ts', '    if (!parent) return;', "    if (!parent && rows.get(part)?.state !== 'attempting') return;"),
  mutant('X: replies hang on nothing', 'flow/post.ts', '...(parent === undefined ? {} : { inReplyTo: parent })', ''),
];
