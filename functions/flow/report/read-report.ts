import type { Temporal } from 'temporal-polyfill';
import type { Certificate } from '#core/publication/delivery-counts';
import type { PublicationRecord } from '#core/publication/publication';
import { SOCIAL_CHANNELS, type SocialChannel } from '#core/publication/publication';
import type { People } from '#core/report/counted-people';
import { begunIn } from '#core/report/emails';
import { livesAlike } from '#core/report/lives-alike';
import { peopleKnownSince } from '#core/report/people';
import { type Period, spanOf } from '#core/report/period';
import type { PostsCertificate } from '#core/social/post-counts';
import { readLives } from '#flow/report/read-lives';
import { readCameBack, readCertificates, readMailReports, readPostCertificates } from '#flow/report/read-publications';
import type { World } from '#ports';

export type ReportWorld = Pick<
  World,
  'publications' | 'subscribers' | 'suppressions' | 'ledger' | 'machine' | 'socialLedger' | 'texts' | 'bounces'
>;

/** An email with its certificate. `cameBack`: absent when it is not kept any more. `delivered`: absent where no certificate says it. */
export type ReportedEmail = { record: PublicationRecord; counts: Certificate; cameBack?: number; delivered?: number };
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
  const [certificates, reports, postCertificates] = await Promise.all([
    readCertificates(world, mails),
    readMailReports(world, mails),
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
    lives: livesAlike(lives),
    kept: new Map(months.map((month) => [month.month, month])),
    ...(progress ? { opened: progress.opened } : {}),
    ...(knownSince ? { knownSince } : {}),
    emails: mails.flatMap((record) => {
      const counts = certificates.get(record.id);
      const reported = reports.get(record.id);
      // Of an address that took a later email, the bounce is kept in the certificate alone.
      const back = record.totals ? reported?.cameBack : Math.max(cameBack.get(record.id) ?? 0, reported?.cameBack ?? 0);
      if (!counts) return [];
      return [{ record, counts, ...(back !== undefined && { cameBack: back }), ...(reported && { delivered: reported.delivered }) }];
    }),
    posts: posted.flatMap((post) => {
      const counts = postCertificates.get(post.record.id);
      return counts ? [{ ...post, counts }] : [];
    }),
  };
}
