import type { Temporal } from 'temporal-polyfill';
import type { Audit } from '#core/certificate/certificate-text';
import { hasBegun } from '#core/publication/publication';
import { earliest, isBefore } from '#core/time/compare';
import { type AuditWorld, audit } from '#flow/certificate/certificate';
import { markPostsUnknown } from '#flow/restore/mark-posts-unknown';
import { type ReappliedSuppressions, reapplySuppressions } from '#flow/restore/reapply-suppressions';
import { type Replay, replayMails } from '#flow/restore/replay-ses-events';
import type { SendingSwitch, World } from '#ports';

export type RestoreWorld = AuditWorld &
  Pick<World, 'content' | 'switches' | 'texts' | 'machine' | 'socialLedger'> & { sendingSwitch: SendingSwitch };

/** `resumed`: the audit was clean, and mail goes out again. Otherwise everything stays stopped, at SES too. */
export type Restored = { people: ReappliedSuppressions; replays: Replay[]; posts: string[]; audits: Audit[]; resumed: boolean };

const WHY = 'The store is being restored.';
/** The newest writes before the restore point may be missing from it, and clocks differ. */
const MARGIN_HOURS = 1;

/**
 * Restores a lost or damaged ledger, without mailing anyone twice or anyone who has unsubscribed. `rewind` puts the publications, the
 * ledger and the subscribers back to their state at `point`; suppressions and switches are never rewound. What the rewind has forgotten is
 * learned again from SES's event archive, the suppressions, and X's timeline. Nothing goes out until all of it is done. May throw; safe to
 * repeat from the beginning.
 */
export async function restore(
  world: RestoreWorld,
  { point, now, rewind }: { point: Temporal.Instant; now: Temporal.Instant; rewind: () => Promise<void> },
): Promise<Restored> {
  // A person's pause outlasts the restore.
  const paused = (await world.switches.read()).paused;
  if (paused === undefined) await world.switches.pause('everything', WHY);
  await world.sendingSwitch.off();
  await rewind();
  const people = await reapplySuppressions(world);
  const since = await firstUnknown(world, point);
  const replays = await replayMails(world, since, now);
  const posts = await markPostsUnknown(world, now);
  const audits = await auditSince(world, since, replays);
  const resumed = audits.every(({ findings }) => findings.every(({ kind }) => kind !== 'unrecorded'));
  if (resumed) {
    await world.sendingSwitch.on();
    if (paused === undefined || paused === WHY) await world.switches.resume('everything');
  }
  return { people, replays, posts, audits, resumed };
}

/**
 * The earliest moment that the restored ledger may not fully know: mails of publications open at that time may have been unresolved
 * long.
 */
async function firstUnknown(world: Pick<World, 'publications'>, point: Temporal.Instant): Promise<Temporal.Instant> {
  const open = (await world.publications.all()).filter(({ state }) => state === 'sealing' || state === 'sending');
  return earliest(point, ...open.flatMap(({ begun }) => begun ?? [])).subtract({ hours: MARGIN_HOURS });
}

/** The certificates of all publications that were mailed since, or are still being mailed. */
async function auditSince(world: RestoreWorld, since: Temporal.Instant, replays: Replay[]): Promise<Audit[]> {
  const replayed = new Set(replays.map(({ publication }) => publication));
  const begun = (await world.publications.all()).filter((record) => record.channel === 'email' && hasBegun(record));
  const audits: Audit[] = [];
  for (const { id, begun: at } of begun) {
    if (replayed.has(id) || (at && !isBefore(at, since))) audits.push(await audit(world, id));
  }
  return audits;
}
