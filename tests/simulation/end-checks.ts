import type { PublicationId } from '#core/publication/publication';
import type { World } from '#ports';
import type { Checker } from '#tests/simulation/checker';
import type { Protocol } from '#tests/simulation/protocol';
import { type EventArchiveReads, eventArchiveOf } from '#tests/simulation/restorer';

type Ended = {
  checker: Checker;
  protocol: Protocol;
  world: World & EventArchiveReads;
  /** Some events were lost for ever: a second mail is then possible, and counted as the residue. */
  lossy: boolean;
  expected: PublicationId[];
  /** The store was put back in this world. */
  restored: boolean;
};

/** Judges a world that has come to rest: no reader was forgotten, and the ledger and certificate agree with what the checker saw. */
export async function atTheEnd(ended: Ended): Promise<void> {
  for (const { id, kind, begun } of ended.checker.records.values()) {
    const isFirst = kind === 'alert' || kind === 'announcement';
    if (isFirst && begun && !ended.expected.includes(id)) ended.checker.fail(`under another name: ${id} has begun`);
  }
  for (const id of ended.expected) {
    const record = ended.checker.records.get(id);
    if (record?.state === 'missed' || record?.state === 'dropped') ended.checker.fail(`missed: ${id} never began: ${record.reason}`);
    else if (record?.state === 'cancelled') judgeCancelled(ended, id);
    else if (record?.channel === 'x') judgePost(ended, id);
    else await judgeMail(ended, id);
  }
}

/** A person must have cancelled it; or a restore, which may close only a publication that has reached a reader. */
function judgeCancelled({ checker }: Ended, id: PublicationId): void {
  const by = checker.readerStatus.cancelledBy.get(id);
  if (by === undefined) checker.fail(`missed: ${id} was cancelled without a person`);
  if (by === 'the restore' && ![...checker.accepts.keys()].some((key) => key.startsWith(`${id} `)))
    checker.fail(`missed: ${id} was closed by the restore, and no reader had got it`);
}

async function judgeMail(ended: Ended, id: PublicationId): Promise<void> {
  const { checker, protocol, world, lossy } = ended;
  const count = { planned: 0, accepted: 0, byPerson: 0, suppressed: 0, refused: 0, held: 0 };
  for (const audienceChunk of checker.chunks.get(id) ?? []) {
    for (const [i, { subscriber }] of audienceChunk.members.entries()) {
      const row = checker.delivery(audienceChunk, i);
      const mails = checker.accepts.get(`${id} ${subscriber}`) ?? [];
      const quiet = lossy && mails.every((mail) => mail.beyond);
      count.planned += 1;
      switch (row?.state) {
        case 'accepted':
          count.accepted += 1;
          break;
        case 'suppressed':
        case 'refused':
          count[row.state] += 1;
          if (mails.length > 0 && !quiet) checker.fail(`denied: ${subscriber} got ${id}, and is recorded as ${row.state}`);
          if (row.state === 'refused' && !checker.refusals.has(`${id} ${subscriber}`))
            checker.fail(`missed: ${subscriber} is recorded as refused, and was not`);
          break;
        case 'confirmed-sent':
          count.accepted += 1;
          count.byPerson += 1;
          if (mails.length > 0 && !quiet) checker.fail(`denied: ${subscriber} got ${id}, and is confirmed as sent by ${row.by}`);
          break;
        default:
          checker.fail(`missed: ${subscriber} of ${id} is ${row?.state ?? 'untouched'} at the end`);
      }
    }
  }
  const planned = new Set(checker.planned(id));
  for (const subscriber of checker.readerStatus.faithful)
    if (!planned.has(subscriber)) checker.fail(`missed: ${subscriber} was not planned for ${id}`);
  const record = checker.records.get(id);
  if (record?.state !== 'done') checker.fail(`no end: ${id} is ${record?.state}`);
  const certificate = await protocol.certificate(world, id);
  for (const [label, number] of Object.entries(count)) {
    const certified = Reflect.get(certificate, label);
    if (certified !== number) checker.fail(`certificate: it says ${label} ${certified} of ${id}, and the world saw ${number}`);
  }
  const seconds = [...planned].reduce(
    (sum, subscriber) => sum + Math.max(0, (checker.accepts.get(`${id} ${subscriber}`)?.length ?? 0) - 1),
    0,
  );
  if (certificate.twice > seconds)
    checker.fail(`certificate: it says ${certificate.twice} were mailed twice, and the world saw ${seconds}`);
  await judgeAudit(ended, id);
}

/** Judges the certificate as the newsroom judges a real one: against the provider's own event archive. */
async function judgeAudit({ checker, protocol, world, lossy, restored }: Ended, id: PublicationId): Promise<void> {
  const audit = await protocol.audit({ ...world, eventArchive: eventArchiveOf(world) }, id);
  const findings = audit.findings.filter(({ kind }) => {
    // The checker has judged each call by the moment at which the unsubscribe was stored; this finding goes by the click.
    if (kind === 'after-unsubscribe') return false;
    // A lost chunk is cut again, from the readers who are still confirmed.
    if (kind === 'unplanned') return !restored;
    return !(lossy && (kind === 'unproved' || kind === 'mailed-twice'));
  });
  for (const { kind, subscribers } of findings) checker.fail(`audit: ${kind} in ${id}: ${subscribers.join(', ')}`);
  const counts = { ...audit.counts, twice: lossy ? 0 : audit.counts.twice };
  if (!protocol.addsUp({ ...audit, counts, findings })) checker.fail(`audit: ${id} does not add up: ${JSON.stringify(audit.counts)}`);
}

function judgePost({ checker }: Ended, id: PublicationId): void {
  const parts = [...checker.parts(id).values()];
  const record = checker.records.get(id);
  if (record?.state !== 'done') checker.fail(`no end: ${id} is ${record?.state}`);
  if (parts.some((part) => part.state === 'attempting' || part.state === 'ready' || part.state === 'held'))
    checker.fail(`no end: ${id} has a part that is neither there nor given up`);
  const recorded = new Set(parts.flatMap((part) => (part.state === 'posted' ? [part.id] : [])));
  // Earlier posts may be lost by the rewind: a person has found them on the account and cancelled their publication.
  for (const post of checker.posts.slice(checker.postsBeforeRestore))
    if (!checker.isRecorded(post.id)) checker.fail(`denied: ${post.id} is on the account, and no part of ${id} says so`);
  if (record?.state === 'done' && parts.length === 0) checker.fail(`missed: ${id} is done, and was never posted`);
  if (parts.every((part) => part.state === 'posted') && recorded.size < parts.length)
    checker.fail(`invented: ${id} has two parts with one post`);
}
