// A digest's own words: its subject, its introduction, and which stories it shows first.
import { type Context, Hono } from 'hono';
import { subjectOf } from '#core/email/subject';
import { firstAt } from '#core/plan/timing';
import { kindName, publicationName, publicationUrl } from '#core/publication/names';
import type { Override } from '#core/publication/override';
import type { Slug, Story } from '#core/story/story';
import { oneLine } from '#core/text/lines';
import { SUBJECT_CHARACTERS } from '#core/text/wrap';
import { dueSentence } from '#core/time/nhs-dates';
import { nextOverride, overridden, setOverride } from '#flow/publish/set-override';
import { namedStories, shownBy } from '#flow/publish/shown-stories';
import type { World } from '#ports';
import { who } from '#web/desk/audit';
import type { Frame } from '#web/desk/needs';
import type { PageWorld } from '#web/desk/publication-page';
import { findPublication, type Shown, unbegunOf } from '#web/desk/publication-view';
import { page } from '#web/page';
import { nowOf, type WebEnv } from '#web/request';

type DigestWorld = PageWorld & Pick<World, 'audit'>;
type Open = { shown: Shown; one: NonNullable<ReturnType<typeof unbegunOf>>; url: string; stored: Override | undefined };

/** What somebody typed. `places`: the number beside each story, empty when it has none. */
type Typed = { subject: string; introduction: string; places: Map<Slug, string> };

const MOST_INTRODUCTION_CHARACTERS = 1500;

/** Serves the form of a digest that has not begun. */
export function digestPages(world: DigestWorld, frame: Frame): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  const open = async (c: Context<WebEnv>): Promise<Open | Response> => {
    const shown = await findPublication(world, c.req.param('id') ?? '', nowOf(c));
    if (shown?.publication.kind !== 'digest') return c.notFound();
    const { id } = shown.publication;
    const one = unbegunOf(shown);
    const url = publicationUrl(id);
    if (!one || (await world.switches.read(id)).cancelled) return c.redirect(`${url}?told=stays-put`, 303);
    return { shown, one, url, stored: (await world.switches.overrides()).get(id) };
  };

  const form = async (
    c: Context<WebEnv>,
    { shown, one, url, stored }: Open,
    typed: Typed,
    wrong: { field: string; words: string }[] = [],
  ) => {
    const { publication, planned } = one;
    const { rules } = planned.newsroom;
    const name = publicationName(publication, namedStories(planned));
    const { subject: _, ...plain } = publication;
    const stories = shownBy(publication, planned);
    const own = subjectOf({ publication: plain, stories, rules, at: firstAt(publication.due, rules, nowOf(c)) });
    const errorAt = (field: string) => wrong.find((one) => one.field === field)?.words;
    const view = {
      name,
      url,
      due: dueSentence(publication.due, nowOf(c)),
      wrong,
      subject: {
        name: 'subject',
        label: 'Subject',
        hint: `At most ${SUBJECT_CHARACTERS} characters. Without one it is: ${own}`,
        value: typed.subject,
        error: errorAt('subject'),
      },
      introduction: {
        name: 'introduction',
        label: 'Introduction',
        hint: 'Some words of your own above the stories. An empty line begins a new paragraph.',
        value: typed.introduction,
        rows: 5,
        error: errorAt('introduction'),
      },
      stories: stories.map(({ slug, title, kind }) => ({
        slug,
        title,
        kind: kindName(kind),
        place: typed.places.get(slug) ?? '',
      })),
      placesError: errorAt('places'),
      version: stored?.version ?? 0,
    };
    const title = `${wrong.length > 0 ? 'Error: ' : ''}Words of “${name}”`;
    return c.html(page('desk/digest', view, { title, rules: shown.rules, ...(await frame(c)) }), wrong.length > 0 ? 422 : 200);
  };

  app.get('/desk/publications/:id/digest', async (c) => {
    const opened = await open(c);
    return opened instanceof Response ? opened : form(c, opened, storedWords(opened.stored));
  });
  app.post('/desk/publications/:id/digest', async (c) => {
    const opened = await open(c);
    if (opened instanceof Response) return opened;
    const { one, stored, url } = opened;
    const body = await c.req.parseBody();
    const typed = typedIn(body, shownBy(one.publication, one.planned));
    if (Number(body.version) !== (stored?.version ?? 0)) return form(c, opened, typed, [SOMEBODY_ELSE]);
    const wrong = wrongIn(typed);
    if (wrong.length > 0) return form(c, opened, typed, wrong);
    const override = nextOverride(stored, wordsOf(typed), { by: who(c), at: nowOf(c), version: stored?.version ?? 0 });
    const would = overridden(one, override);
    if ('wrong' in would) return form(c, opened, typed, [{ field: 'subject', words: would.wrong }]);
    const answer = await setOverride(world, one.publication.id, override, 'edited-digest');
    return answer === 'stale' ? form(c, opened, typed, [SOMEBODY_ELSE]) : c.redirect(`${url}?told=worded`, 303);
  });
  return app;
}

const SOMEBODY_ELSE = {
  field: 'subject',
  words:
    'Somebody else has changed this digest in the meantime. Your words are still below: look at its page in another tab, then save them.',
};

function storedWords(stored: Override | undefined): Typed {
  const { subject = '', introduction = [], first = [] } = stored ?? {};
  return { subject, introduction: introduction.join('\n\n'), places: new Map(first.map((slug, i) => [slug, String(i + 1)])) };
}

function typedIn(body: Record<string, unknown>, stories: readonly Story[]): Typed {
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : '');
  return {
    subject: oneLine(text('subject')).trim(),
    introduction: text('introduction').replaceAll('\r\n', '\n').trim(),
    places: new Map(stories.map(({ slug }) => [slug, text(`place-${slug}`).trim()])),
  };
}

function wrongIn({ subject, introduction, places }: Typed): { field: string; words: string }[] {
  return [
    ...(subject.length > SUBJECT_CHARACTERS
      ? [{ field: 'subject', words: `The subject has ${subject.length} characters. Shorten it to ${SUBJECT_CHARACTERS}.` }]
      : []),
    ...(introduction.length > MOST_INTRODUCTION_CHARACTERS
      ? [
          {
            field: 'introduction',
            words: `The introduction has ${introduction.length.toLocaleString('en-GB')} characters. Shorten it to 1,500.`,
          },
        ]
      : []),
    ...([...places.values()].every((place) => /^\d{0,3}$/.test(place))
      ? []
      : [{ field: 'places', words: 'Give each place as a number, such as 1.' }]),
  ];
}

/** Empty fields leave that part to the rules. Stories with a number come first, the lowest at the top. */
function wordsOf({
  subject,
  introduction,
  places,
}: Typed): Pick<{ [part in keyof Override]: Override[part] | undefined }, 'subject' | 'introduction' | 'first'> {
  const first = [...places].filter(([, place]) => place !== '').toSorted(([, a], [, b]) => Number(a) - Number(b));
  return {
    subject: subject === '' ? undefined : subject,
    introduction: introduction === '' ? undefined : introduction.split(/\n\s*\n/).map(oneLine),
    first: first.length === 0 ? undefined : first.map(([slug]) => slug),
  };
}
