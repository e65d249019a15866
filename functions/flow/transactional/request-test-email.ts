import type { Temporal } from 'temporal-polyfill';
import { composeEmail } from '#core/email/compose-email';
import { layOutMail } from '#core/email/lay-out-mail';
import { firstAt } from '#core/plan/timing';
import type { TestEmailId } from '#core/transactional/test-email';
import { asTest, testsLeft } from '#core/transactional/test-email';
import type { Unbegun } from '#flow/publish/approve';
import { previousFactsOf, shownBy } from '#flow/publish/shown-stories';
import type { World } from '#ports';

type RequestWorld = Pick<World, 'testEmails' | 'texts' | 'jobQueue' | 'machine'>;

/**
 * Requests a test of a publication's email, as it would begin now, for each of these addresses of the team. `limit`: so many may be sent
 * today, and nothing was. May throw; what was requested by then is sent.
 */
export async function requestTestEmail(
  { testEmails, texts, jobQueue, machine }: RequestWorld,
  { publication, planned }: Unbegun,
  { to, by, at, about }: { to: readonly string[]; by: string; at: Temporal.Instant; about: string },
): Promise<'requested' | { limit: number }> {
  const left = testsLeft(await testEmails.all(), at);
  if (to.length > left) return { limit: left };
  const { rules } = planned.newsroom;
  const stories = shownBy(publication, planned);
  const given = { publication, stories, rules, images: planned.sources.images, ...previousFactsOf(stories, planned) };
  const mail = composeEmail({ ...given, at: firstAt(publication.due, rules, at) });
  const marked = asTest(mail, at.toZonedDateTimeISO(rules.timezone));
  const sealed = await texts.put(layOutMail(marked, rules, publication.id));
  for (const address of to) {
    // biome-ignore lint/plugin/no-cast: this is where ids of tests are made.
    const id = machine.nonce() as TestEmailId;
    await testEmails.add({ id, to: address, by, at, about, sealed, state: 'waiting' });
    await jobQueue.enqueueTest({ test: id });
  }
  return 'requested';
}
