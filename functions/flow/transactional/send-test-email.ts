import { PROGRAMME_LEAD } from '#core/delivery/transactional-key';
import { fillMail, prepareMail } from '#core/mime/mail-message';
import { isMailable } from '#core/mime/mailable-address';
import { links } from '#core/site/links';
import type { TestEmailJob, World } from '#ports';

type TestWorld = Pick<World, 'testEmails' | 'texts' | 'publications' | 'mailer'>;

/**
 * Sends a test email at most once: claim, then one call to SES. Its address and text come from what the desk has stored, never from the
 * job. What SES asks to try later waits again, and the queue tries again. May throw; safe to repeat.
 */
export async function sendTestEmail({ testEmails, texts, publications, mailer }: TestWorld, { test: id }: TestEmailJob): Promise<void> {
  const test = await testEmails.find(id);
  if (test?.state !== 'waiting') return;
  const site = (await publications.progress())?.sender?.site;
  if (site === undefined) throw new Error('No tick has recorded yet where the website is. The queue tries again.');
  const laidOut = await texts.get(test.sealed);
  if ((await testEmails.change(id, 'waiting', 'claimed')) === 'refused') return;
  if (!isMailable(test.to)) return void (await testEmails.change(id, 'claimed', 'refused'));
  const to = links({ site });
  // The links of a test lead to pages that say that they are not a reader's.
  const reader = { address: test.to, name: 'Sam', unsubscribe: to.unsubscribe('test'), preferences: to.preferences('test') };
  const message = fillMail(prepareMail(laidOut), reader);
  const day = test.at.toZonedDateTimeISO('UTC').toPlainDate();
  // A bounce or complaint of the team's own address is no reader's.
  const outcome = await mailer.send({
    to: test.to,
    message,
    tag: { kind: 'transactional', email: { to: PROGRAMME_LEAD, kind: 'note', day } },
  });
  if (outcome.kind === 'accepted' || outcome.kind === 'refused') await testEmails.change(id, 'claimed', outcome.kind);
  if (outcome.kind === 'stopped') await testEmails.change(id, 'claimed', 'refused');
  if (outcome.kind !== 'try-later') return;
  await testEmails.change(id, 'claimed', 'waiting');
  throw new Error('SES asks to try a test email later. The queue tries again.');
}
