// A test of an email, sent to the team: from the page of a publication, or of a draft.
import { type Context, Hono } from 'hono';
import { people, publicationName, publicationUrl } from '#core/publication/names';
import type { Rules } from '#core/rules/rules';
import { startOf } from '#core/text/sentences';
import { nhsTime } from '#core/time/nhs-dates';
import type { TestEmail } from '#core/transactional/test-email';
import type { Unbegun } from '#flow/publish/approve';
import { namedStories } from '#flow/publish/shown-stories';
import { requestTestEmail } from '#flow/transactional/request-test-email';
import type { World } from '#ports';
import { recordAudit, who } from '#web/desk/audit';
import type { FlashKind } from '#web/desk/decision-sentences';
import { draftDesk, type StoriesWorld } from '#web/desk/draft-desk';
import { draftPreview } from '#web/desk/draft-preview';
import type { Frame } from '#web/desk/needs';
import type { PageWorld } from '#web/desk/publication-page';
import { findPublication, unbegunOf } from '#web/desk/publication-view';
import { nowOf, signedIn, type WebEnv } from '#web/request';

type TestWorld = StoriesWorld & PageWorld & Pick<World, 'testEmails' | 'jobQueue'>;

/** What the form offers, and what became of the newest test of this email. */
export type TestView = { me: string | undefined; team: string | undefined; last: string | undefined };

/** Serves the buttons that send a test of a publication that has not begun, and of a draft. */
export function testEmailPages(world: TestWorld, frame: Frame): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const { open } = draftDesk(world, frame);

  /** Sends a test of this email, and returns which sentence says what came of it. */
  const sendTest = async (
    c: Context<WebEnv>,
    one: Unbegun | undefined,
    { about, to }: { about: string; to: string },
  ): Promise<FlashKind> => {
    const { to: whom } = await c.req.parseBody();
    const addresses = whom === 'team' ? teamOf(one?.planned.newsroom.rules) : [signedIn(c) ?? []].flat();
    if (one?.publication.channel !== 'email' || addresses.length === 0) return 'no-test';
    const answer = await requestTestEmail(world, one, { to: addresses, by: who(c), at: nowOf(c), about });
    if (answer !== 'requested') return 'tests-used-up';
    await recordAudit(world, c, 'sent-test', { to, people: addresses.length });
    return 'test';
  };

  app.post('/desk/publications/:id/test', async (c) => {
    const shown = await findPublication(world, c.req.param('id'), nowOf(c));
    if (!shown) return c.notFound();
    const one = unbegunOf(shown) ?? shown.late;
    const { id } = shown.publication;
    const about = one ? publicationName(one.publication, namedStories(one.planned)) : id;
    return c.redirect(`${publicationUrl(id)}?told=${await sendTest(c, one, { about, to: id })}#test`, 303);
  });
  app.post('/desk/stories/:id/test', async (c) => {
    const one = await open(c);
    if (!one) return c.notFound();
    const { draft, title, url, now } = one;
    const { testable } = await draftPreview(world, draft, { file: draft.file, now });
    const about = draftAbout(title);
    return c.redirect(`${url}/preview?told=${await sendTest(c, testable, { about, to: draft.file })}#test`, 303);
  });
  return app;
}

/** What a test of a draft is called. */
export function draftAbout(title: string): string {
  return `Draft: ${title}`;
}

/** Returns what the page of an email shows about tests of it. `name`: what the page calls it. */
export async function testView(
  world: Pick<World, 'testEmails'>,
  c: Context<WebEnv>,
  { rules, name }: { rules: Rules | undefined; name: string },
): Promise<TestView> {
  const team = teamOf(rules);
  const tests = (await world.testEmails.all())
    .filter(({ about }) => about === name)
    .toSorted((a, b) => b.at.epochMilliseconds - a.at.epochMilliseconds);
  const [newest] = tests;
  return {
    me: signedIn(c),
    team: team.length > 0 ? people(team.length) : undefined,
    last:
      newest &&
      lastSentence(
        tests.filter(({ at }) => at.equals(newest.at)),
        rules,
      ),
  };
}

function lastSentence(tests: readonly TestEmail[], rules: Rules | undefined): string {
  const [{ at, by } = { at: undefined, by: '' }] = tests;
  const when = at && nhsTime(at.toZonedDateTimeISO(rules?.timezone ?? 'Europe/London'));
  const said = tests.map(({ to, state }) => `${to}: ${STATES[state]}`).join('. ');
  return `${startOf(by)} sent one at ${when}. ${said}.`;
}

const STATES: Record<TestEmail['state'], string> = {
  waiting: 'on its way',
  claimed: 'it is not known whether it went out',
  accepted: 'sent',
  refused: 'the email service did not take it',
};

function teamOf(rules: Rules | undefined): string[] {
  return rules?.morningSummaryTo ?? [];
}
