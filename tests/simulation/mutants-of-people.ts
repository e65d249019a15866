// Mistakes in decisions about held deliveries, in the restore, and in what people do at the desk.
import { type Mutant, mutant } from '#tests/simulation/mutant';

export const OF_DECISIONS: Mutant[] = [
  mutant(
    '“it was sent” is taken for “send again”',
    'core',
    "return decision.kind === 'again' ? { state: 'ready', attempt } : { state: 'confirmed-sent', attempt,",
    "return decision.kind === 'sent' ? { state: 'ready', attempt } : { state: 'confirmed-sent', attempt,",
  ),
  mutant(
    '“send again” is taken for “it was sent”',
    'core',
    "return decision.kind === 'again' ? { state: 'ready', attempt } : { state: 'confirmed-sent', attempt, by: decision.by };",
    "return { state: 'confirmed-sent', attempt, by: 'by' in decision ? decision.by : 'nobody' };",
  ),
  {
    ...mutant(
      'a decision is taken about another claim than the one that was shown',
      'flow',
      "return row?.state === 'held' && row.nonce === claims.get(subscriber) ?",
      "return row?.state === 'held' ?",
    ),
    policy: 'hold',
  },
  mutant(
    'a decision is written over any state of the row',
    'flow',
    "expect: { kind: 'claim', nonce: row.nonce, states: ['held'] },",
    "expect: { kind: 'not-accepted-otherwise', receipt: 'none' },",
  ),
  {
    name: 'a held delivery is sent again by itself',
    edits: [
      {
        where: 'flow',
        find: "if (delivery?.state === 'attempting' || delivery?.state === 'unresolved') {",
        put: "if (delivery?.state === 'attempting' || delivery?.state === 'unresolved' || delivery?.state === 'held') {",
      },
      {
        where: 'core',
        find: "if (delivery.state !== 'unresolved') return undefined;",
        put: "if (delivery.state === 'held') return { state: 'ready', attempt: delivery.attempt }; if (delivery.state !== 'unresolved') return undefined;",
      },
    ],
  },
  mutant(
    'a held delivery counts as final',
    'core',
    "case 'unresolved': case 'held': return false; default: return delivery satisfies never;",
    "case 'unresolved': return false; case 'held': return true; default: return delivery satisfies never;",
  ),
  mutant(
    'a delivery that a person confirmed as sent is open for ever',
    'core',
    "case 'refused': case 'confirmed-sent': return true;",
    "case 'refused': return true; case 'confirmed-sent':",
  ),
  mutant(
    'a resumed publication stays paused',
    'local',
    'resume: async (what) => void paused.delete(what),',
    'resume: async () => undefined,',
  ),
  mutant(
    'X: the link of another post is believed',
    'flow',
    "if (decision.kind === 'there' && (await postedBy(world)).has(decision.id)) return 'taken';",
    '',
  ),
  mutant(
    'X: “it is there” is taken for “send again”',
    'core',
    "return decision.kind === 'again' ? { state: 'ready', attempt } : { state: 'posted',",
    "return decision.kind !== 'again' ? { state: 'ready', attempt } : { state: 'posted',",
  ),
  {
    name: 'X: a decision is taken about another claim than the one that was shown',
    policy: 'hold',
    edits: [
      {
        where: 'flow',
        find: "row?.state !== 'held' || row.nonce !== nonce) return 'settled';",
        put: "row?.state !== 'held') return 'settled';",
      },
      {
        where: 'flow',
        find: "const change = { expect: { kind: 'claim' as const, nonce, states",
        put: "const change = { expect: { kind: 'claim' as const, nonce: row.nonce, states",
      },
    ],
  },
];

export const OF_THE_RESTORE: Mutant[] = [
  mutant(
    'the restore does not replay what the provider has reported',
    'flow',
    'const replays = await replayMails(world, since, now);',
    'const replays: Replay[] = [];',
  ),
  {
    name: 'the restore does not replay, and its audit finds nothing',
    edits: [
      { where: 'flow', find: 'const replays = await replayMails(world, since, now);', put: 'const replays: Replay[] = [];' },
      {
        where: 'flow',
        find: "const resumed = audits.every(({ findings }) => findings.every(({ kind }) => kind !== 'unrecorded'));",
        put: 'const resumed = true;',
      },
    ],
  },
  mutant(
    'the restore does not reapply suppressions',
    'flow',
    'const people = await reapplySuppressions(world);',
    'const people = { gone: 0, back: 0, erased: [] };',
  ),
  mutant(
    'the restore does not mark posts as unknown',
    'flow',
    'const posts = await markPostsUnknown(world, now);',
    'const posts: string[] = [];',
  ),
  mutant(
    'a publication that began after the restore point begins again',
    'flow',
    ': await close(world, publication, record, sent, now),',
    ": { publication, mails: sent.length, kind: 'lost' },",
  ),
  mutant(
    'a half-written audience is not completed before the replay',
    'flow',
    'await learn(world, await sealed(world, record), sent)',
    'await learn(world, record.id, sent)',
  ),
  mutant(
    'X: a post that fell due after the restore point does not wait for a person',
    'flow',
    "?.state ?? 'waiting')) continue; await world.switches.pause(id, whyOn(channel));",
    "?.state ?? 'waiting')) continue;",
  ),
  mutant(
    'X: a part that the rewind has lost is posted without a lookup',
    'flow',
    "if (wouldRepeat(record.channel) && record.state === 'sending') await markUnknown(world, record, now);",
    ';',
  ),
];

const byPeople = (...given: Parameters<typeof mutant>): Mutant => ({ ...mutant(...given), by: 'people' });

export const OF_PEOPLE: Mutant[] = [
  byPeople(
    'an approval is not needed',
    'core',
    'if (asked !== undefined && !switches.approved)',
    'if (late && asked !== undefined && !switches.approved)',
  ),
  byPeople('nothing is planned while the new rules have a problem', 'flow', 'if (!earlier.newsroom) return', 'if (present.rules) return'),
  byPeople(
    'the last good rules are forgotten as soon as the new ones have a problem',
    'flow',
    'if (!newsroom || notInForce) return progress?.lastGood;',
    'if (!newsroom || notInForce) return undefined;',
  ),
  byPeople(
    'a yes counts, whatever has changed',
    'core',
    'if (!approved || approved.outgoing === outgoing) return undefined;',
    'return undefined;',
  ),
  byPeople(
    'a message to those who know of an event goes to everyone',
    'core',
    "if (story.kind === 'message' && story.to.kind === 'event') return id !== undefined && told.has(id);",
    '',
  ),
  byPeople('a yes to send it as soon as it may counts for a new time too', 'flow', '|| hasNewTime(record, planned)', ''),
  byPeople('a message needs no yes', 'core', "asks: [ALONE, ...(erased?.length ? [erasedSentence(erased.length)] : [])].join(' '),", ''),
  byPeople(
    'a yes counts, however many people have joined since',
    'core',
    'return now - shown >= MOST_NEW_READERS && now > shown * (1 + MOST_GROWTH);',
    'return false;',
  ),
  byPeople(
    'a yes is for the time, and not for the words',
    'flow',
    '...(post ? postParts(post) : mailParts(publication, planned))',
    "stories: ''",
  ),
  byPeople(
    'a yes is for the words, and not for the time',
    'flow',
    'when: late ? LATE_WHEN : isTimedByEdit(publication) && !isTimeSet ? AFTER_EDIT_WHEN : nhsDateTime(due),',
    '',
  ),
  {
    name: 'a yes is for what there is at the press, and not for what was seen',
    edits: [
      { where: 'flow', find: 'if (changes.length > 0) return changes;', put: '' },
      {
        where: 'flow',
        find: 'await world.switches.approve(id, { by, at, outgoing: shown, ...eyes, ...reason });',
        put: 'await world.switches.approve(id, { by, at, outgoing: now, ...eyes, ...reason });',
      },
    ],
    by: 'people',
  },
  byPeople(
    'a yes of the one who wrote it last counts, if it is there',
    'core',
    'const single = fourEyes && approved && whySingle(approved);',
    'const single = undefined;',
  ),
  {
    name: 'whoever wrote it last may say yes, without a reason',
    edits: [
      { where: 'flow', find: "if (isOwn && alone === undefined) return 'own words';", put: '' },
      { where: 'flow', find: 'const isOwn = eyes !== undefined && isSamePerson(eyes.wrote, by);', put: 'const isOwn = false;' },
      { where: 'core', find: 'const single = fourEyes && approved && whySingle(approved);', put: 'const single = undefined;' },
    ],
    by: 'people',
  },
  byPeople(
    'whoever publishes words is taken for who wrote them',
    'flow',
    'if (before === undefined || before.text !== words.text) break;',
    'break;',
  ),
  byPeople(
    'whoever sets a time is not taken for who wrote last',
    'flow',
    'const written: (Written | undefined)[] = [planned.input.overrides?.get(publication.id)];',
    'const written: (Written | undefined)[] = [];',
  ),
  {
    name: 'what has begun is planned anew when its story gets a later time',
    edits: [
      {
        where: 'core',
        find: "return state === 'missed' && begun === undefined && isBefore(due, published)",
        put: 'return isBefore(due, published)',
      },
      {
        where: 'flow',
        find: "before !== undefined && (before.state !== 'missed' ||",
        put: "before !== undefined && (before.state === 'waiting' ||",
      },
    ],
    by: 'people',
  },
  byPeople(
    'a paused publication begins',
    'core',
    "if (switches.paused !== undefined) return late ? missed('sending stayed paused', switches.paused)",
    "if (late && switches.paused !== undefined) return late ? missed('sending stayed paused', switches.paused)",
  ),
  byPeople(
    'a cancelled publication begins',
    'core',
    'if (switches.cancelled) return stay(',
    'if (late && switches.cancelled) return stay(',
  ),
  byPeople(
    'what was cancelled is taken back at any time',
    'flow',
    "if (cancelled.by === BY_THE_RESTORE || !mayTakeBackUntil(one, at)) return 'too late';",
    '',
  ),
  byPeople(
    'the time that a person has set is forgotten',
    'core',
    'const set = override?.due?.toZonedDateTimeISO(timeZoneId);',
    'const set = override && undefined;',
  ),
  byPeople(
    'what a person moves goes out before its story is published',
    'core',
    'return set && latest(set, ...(earliest ? [earliest] : []));',
    'return set;',
  ),
  byPeople(
    'what waits keeps its first time when a person moves it',
    'core',
    "return record.state === 'waiting' ? latest(due, record.due) : undefined;",
    "return record.state === 'waiting' ? record.due : undefined;",
  ),
  byPeople('what was taken back stays cancelled', 'flow', 'await world.switches.uncancel(id, cancelled);', ''),
  byPeople('a channel that is paused goes on', 'local', '(channel && paused.get(channel)) ??', ''),
  byPeople(
    'a resumed publication stays paused, and only people notice',
    'local',
    'resume: async (what) => void paused.delete(what),',
    'resume: async () => undefined,',
  ),
  byPeople(
    'a permanent bounce does not suppress',
    'flow',
    "if (event.permanent) await suppress(world, subscriber, 'bounced', event.at);",
    'if (event.permanent) return;',
  ),
  byPeople(
    'a complaint does not suppress',
    'flow',
    "if (subscriber !== undefined) await suppress(world, subscriber, 'complained', event.at);",
    '',
  ),
  byPeople(
    'what follows a missed announcement is closed before its own time',
    'flow',
    "return { state: 'stay', fields: ahead ? { ...behind, state: 'waiting' } : behind };",
    "return { state: 'stay', fields: behind };",
  ),
  byPeople(
    'what follows a missed announcement is closed after a yes to send that late',
    'flow',
    'return reopened ? plan(world, now).catch(failed) : planned;',
    'return planned;',
  ),
];
