import type { Temporal } from 'temporal-polyfill';
import type { Certificate } from '#core/publication/delivery-counts';
import type { PublicationRecord } from '#core/publication/publication';
import { SOCIAL_CHANNELS, type SocialChannel } from '#core/publication/publication';
import type { People } from '#core/report/counted-people';
import { begunIn } from '#core/report/emails';
import { peopleKnownSince } from '#core/report/people';
import { type Period, spanOf } from '#core/report/period';
import type { PostsCertificate } from '#core/social/post-counts';
import { readLives } from '#flow/report/read-lives';
import { readCameBack, readCertificates, readPostCertificates } from '#flow/report/read-publications';
import type { World } from '#ports';

export type ReportWorld = Pick<
  World,
  'publications' | 'subscribers' | 'suppressions' | 'ledger' | 'machine' | 'socialLedger' | 'texts' | 'bounces'
>;

/** An email with its certificate. `cameBack`: absent when it is not kept any more. */
export type ReportedEmail = { record: PublicationRecord; counts: Certificate; cameBack?: number };
export type ReportedPost = { record: PublicationRecord; channel: SocialChannel; counts: PostsCertificate };

/** What a report is made from. `opened`: when the newsroom did. */
export type ReportFacts = People & {
  period: Period;
  opened?: Temporal.Instant;
  emails: ReportedEmail[];
  posts: ReportedPost[];
};

/**
 * Reads what happened in a period; undefined when it has more emails than can be counted in one request. Reads only; safe to repeat.
 */
export async function readReport(world: ReportWorld, period: Period, now: Temporal.ZonedDateTime): Promise<ReportFacts | undefined> {
  const [records, progress, months, lives, cameBack] = await Promise.all([
    world.publications.all(),
    world.publications.progress(),
    world.publications.peopleMonths(),
    readLives(world),
    readCameBack(world),
  ]);
  const span = spanOf(period, now.timeZoneId);
  const mails = begunIn(records, 'email', span);
  const posted = SOCIAL_CHANNELS.flatMap((channel) => begunIn(records, channel, span).map((record) => ({ record, channel })));
  const [certificates, postCertificates] = await Promise.all([
    readCertificates(world, mails),
    readPostCertificates(
      world,
      posted.map(({ record }) => record),
    ),
  ]);
  if (!certificates) return undefined;
  const knownSince = progress && peopleKnownSince(progress.opened, now);
  return {
    now,
    period,
    lives,
    kept: new Map(months.map((month) => [month.month, month])),
    ...(progress ? { opened: progress.opened } : {}),
    ...(knownSince ? { knownSince } : {}),
    emails: mails.flatMap((record) => {
      const counts = certificates.get(record.id);
      const back = record.totals ? undefined : (cameBack.get(record.id) ?? 0);
      return counts ? [{ record, counts, ...(back === undefined ? {} : { cameBack: back }) }] : [];
    }),
    posts: posted.flatMap((post) => {
      const counts = postCertificates.get(post.record.id);
      return counts ? [{ ...post, counts }] : [];
    }),
  };
}
