import type { Temporal } from 'temporal-polyfill';
import { certify } from '#core/certificate/count-deliveries';
import type { PublicationRecord } from '#core/publication/publication';
import { rawRows } from '#flow/certificate/certificate';
import type { World } from '#ports';

type RowsWorld = Pick<World, 'register' | 'ledger' | 'sealed'>;

/** An email that began before `before`, has come to its end, and still has a row for each reader. Nothing that may still go out is ever one. */
export function hasRows({ channel, begun, state, account }: PublicationRecord, before: Temporal.Instant): boolean {
  if (channel !== 'email' || !begun || (state !== 'done' && state !== 'cancelled')) return false;
  return account?.erased === undefined && begun.epochNanoseconds < before.epochNanoseconds;
}

/**
 * Erases who got an ended publication, and keeps its figures: they are counted and stored first, so that they never come from
 * rows of which some are gone. From the last chunk to the first, so that what is left is always a whole chain, and a round that
 * breaks off is gone on with. False when there was no time for all of it.
 */
export async function forgetRows(
  world: RowsWorld,
  record: PublicationRecord,
  now: Temporal.Instant,
  inTime: () => boolean,
): Promise<boolean> {
  const counted = inTime() ? await withAccount(world, record) : undefined;
  if (!counted) return false;
  const { account } = counted;
  for (let chunk = account.heads - 1; chunk >= 0; chunk -= 1) {
    if (!inTime()) return false;
    await world.ledger.forget(record.id, chunk);
  }
  await world.ledger.forgetDuplicates(record.id);
  for (const mail of account.mails) await world.sealed.forget(mail);
  const erased = { ...account, heads: 0, mails: [], erased: now };
  return (await world.register.replace({ ...counted, account: erased })) === 'replaced';
}

type Counted = PublicationRecord & Required<Pick<PublicationRecord, 'account'>>;

/** Undefined when somebody else has changed the record: the next round sees what it is now. */
async function withAccount(world: RowsWorld, record: PublicationRecord): Promise<Counted | undefined> {
  if (record.account) return { ...record, account: record.account };
  const chunks = await rawRows(world, record.id);
  const counts = certify(chunks, (await world.ledger.duplicates(record.id)).length);
  // A mail names its publication, so that no other one is sealed with the same text.
  const mails = new Set(chunks.flatMap(({ head }) => head.members.map(({ mail }) => mail)));
  // One more than have members: the end of the chain is a head too.
  const counted = { ...record, account: { counts, heads: chunks.length + 1, mails: [...mails] } };
  return (await world.register.replace(counted)) === 'replaced' ? { ...counted, version: record.version + 1 } : undefined;
}
