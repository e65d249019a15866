// Moving one publication: when it may go out instead, what that does, and the yes to it.
import { type Context, Hono } from 'hono';
import { Temporal } from 'temporal-polyfill';
import { type DateTimeFields, NO_DATE, plainDateTime } from '#core/draft/date-fields';
import { type SuggestedTime, suggestedTimes } from '#core/plan/suggested-times';
import { channelName, people, publicationName, publicationUrl } from '#core/publication/names';
import type { Override } from '#core/publication/override';
import { curlyQuotes } from '#core/text/curly-quotes';
import { count } from '#core/text/wrap';
import { dueSentence, nhsDateTime, nhsTime } from '#core/time/nhs-dates';
import { atWallClock } from '#core/time/wall-clock';
import { notAsShown, shownText } from '#flow/draft/as-shown';
import type { OutlookWorld } from '#flow/publish/outlook';
import { nextOverride, type OverrideEffect, setOverride, tryOverride } from '#flow/publish/set-override';
import { namedStories } from '#flow/publish/shown-stories';
import type { World } from '#ports';
import { who } from '#web/desk/audit';
import { consequenceLine } from '#web/desk/consequences-view';
import type { Frame } from '#web/desk/needs';
import type { PageWorld } from '#web/desk/publication-page';
import { findPublication, type Shown, unbegunOf } from '#web/desk/publication-view';
import { page } from '#web/page';
import { nowOf, type WebEnv } from '#web/request';

type MoveWorld = PageWorld & OutlookWorld & Pick<World, 'audit'>;
type Unmoved = { shown: Shown; one: NonNullable<ReturnType<typeof unbegunOf>>; name: string; url: string; stored: Override | undefined };

/** What somebody chose: a time, or `own`, the one of the rules. `error`: why that is no time. */
type Chosen = { value: string; fields: DateTimeFields; due?: Temporal.Instant | undefined; error?: string };

const NOW = 'now';
const OWN = 'own';
const OTHER = 'other';
/** "Now" is the next minute: a tick must find it ahead. */
const NOW_MINUTES = 1;

/** Serves the form that moves a publication, and the page that says what the move does. */
export function movePages(world: MoveWorld, frame: Frame): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  /** Finds it. The answer is a response when there is none, or when it is too late to move it. */
  const open = async (c: Context<WebEnv>): Promise<Unmoved | Response> => {
    const shown = await findPublication(world, c.req.param('id') ?? '', nowOf(c));
    if (!shown) return c.notFound();
    const { id } = shown.publication;
    const one = unbegunOf(shown);
    const url = publicationUrl(id);
    if (!one || (await world.switches.read(id)).cancelled) return c.redirect(`${url}?told=stays-put`, 303);
    const stored = (await world.switches.overrides()).get(id);
    return { shown, one, name: publicationName(one.publication, namedStories(one.planned)), url, stored };
  };

  const form = async (c: Context<WebEnv>, { shown, one, name, url, stored }: Unmoved, chosen?: Chosen, status: 200 | 422 = 200) => {
    const { publication, planned } = one;
    const { due, reason } = publication;
    const suggested = suggestedTimes(planned.input, publication);
    const view = {
      name,
      url,
      due: dueSentence(due, nowOf(c)),
      reason: reason && curlyQuotes(reason),
      choices: [
        ...suggested.map((time) => ({
          value: time.to.toInstant().toString(),
          words: nhsDateTime(time.to),
          hint: besides(time, publication.stories.length),
        })),
        ...(stored?.due ? [{ value: OWN, words: 'The time that it has by the rules', hint: 'As if nobody had moved it.' }] : []),
        {
          value: NOW,
          words: 'Now',
          hint: 'In a few minutes, or at the next time that the rules allow. Until it begins you can still stop it.',
        },
      ].map((choice) => ({ ...choice, checked: choice.value === chosen?.value })),
      other: { value: OTHER, checked: chosen?.value === OTHER },
      to: {
        ...(chosen?.fields ?? NO_DATE),
        name: 'to',
        legend: 'Day and time of “Another time”',
        hint: 'For example, 26 11 2026 at 9am',
        error: undefined,
      },
      error: chosen?.error,
    };
    const title = `${chosen?.error ? 'Error: ' : ''}Move “${name}”`;
    return c.html(page('desk/move', view, { title, rules: shown.rules, ...(await frame(c)) }), status);
  };

  const check = async (
    c: Context<WebEnv>,
    { shown, name, url, stored }: Unmoved,
    chosen: Chosen,
    effect: OverrideEffect,
    changed: string[] = [],
  ) => {
    const { publication, own, others, planned } = effect;
    const [consequence] = own;
    const asked = chosen.due?.toZonedDateTimeISO(publication.due.timeZoneId);
    const isOther = asked !== undefined && chosen.value !== NOW && !asked.equals(publication.due);
    const view = {
      name,
      url,
      changed: { lines: changed },
      isNow: chosen.value === NOW,
      when: nhsDateTime(publication.due),
      asked: isOther ? nhsDateTime(asked) : undefined,
      before: consequence?.before && nhsDateTime(consequence.before),
      reason: publication.reason && curlyQuotes(publication.reason),
      to: consequence?.entry.channel === 'email' ? people(consequence.entry.audience) : channelName(publication.channel),
      yes: consequence?.asked,
      others: others.map((one) => consequenceLine(one, { planned })),
      chosen: { value: chosen.value, ...chosen.fields },
      version: stored?.version ?? 0,
      shown: shownText({ own, others }, nowOf(c)),
    };
    const title = `Move “${name}”: check what it does`;
    return c.html(page('desk/move-check', view, { title, rules: shown.rules, ...(await frame(c)) }), changed.length > 0 ? 409 : 200);
  };

  /** Reads the form, and what its choice does. */
  const tried = async (c: Context<WebEnv>, unmoved: Unmoved) => {
    const { one, stored } = unmoved;
    const body = await c.req.parseBody();
    const chosen = chosenIn(body, nowOf(c), one.publication.due.timeZoneId);
    const override = nextOverride(stored, { due: chosen.due }, { by: who(c), at: nowOf(c), version: stored?.version ?? 0 });
    const effect = chosen.error === undefined ? await tryOverride(world, one, override) : { wrong: chosen.error };
    return { body, chosen, override, effect };
  };

  app.get('/desk/publications/:id/move', async (c) => {
    const unmoved = await open(c);
    return unmoved instanceof Response ? unmoved : form(c, unmoved);
  });
  app.post('/desk/publications/:id/move', async (c) => {
    const unmoved = await open(c);
    if (unmoved instanceof Response) return unmoved;
    const { chosen, effect } = await tried(c, unmoved);
    return 'wrong' in effect ? form(c, unmoved, { ...chosen, error: effect.wrong }, 422) : check(c, unmoved, chosen, effect);
  });
  app.post('/desk/publications/:id/move/yes', async (c) => {
    const unmoved = await open(c);
    if (unmoved instanceof Response) return unmoved;
    const { url, stored, one } = unmoved;
    const { body, chosen, override, effect } = await tried(c, unmoved);
    if ('wrong' in effect) return form(c, unmoved, { ...chosen, error: effect.wrong }, 422);
    if (Number(body.version) !== (stored?.version ?? 0)) return check(c, unmoved, chosen, effect, [SOMEBODY_ELSE]);
    const differs = notAsShown(effect, String(body.shown), nowOf(c));
    if (differs === 'all') return check(c, unmoved, chosen, effect, ['The plan has changed since.']);
    const lines = differs.map((other) => consequenceLine(other, effect));
    if (lines.length > 0) return check(c, unmoved, chosen, effect, lines);
    const answer = await setOverride(world, one.publication.id, override, 'moved');
    if (answer === 'stale') return check(c, unmoved, chosen, effect, [SOMEBODY_ELSE]);
    return c.redirect(`${url}?told=moved`, 303);
  });
  return app;
}

const SOMEBODY_ELSE = 'Somebody else has changed it in the meantime.';
const NOTHING_CHOSEN = 'Choose when it goes out.';
const NO_TIME = 'Fill in a day and a time, such as 26 11 2026 at 9am.';

function chosenIn(body: Record<string, unknown>, now: Temporal.Instant, zone: string): Chosen {
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : '');
  const fields: DateTimeFields = { day: text('to-day'), month: text('to-month'), year: text('to-year'), time: text('to-time') };
  const value = text('to');
  if (value === NOW) return { value, fields, due: now.add({ minutes: NOW_MINUTES }) };
  if (value === OWN) return { value, fields, due: undefined };
  // Whoever fills in a time means it.
  if (value === OTHER || (value === '' && Object.values(fields).some((part) => part !== ''))) {
    const time = plainDateTime(fields);
    return time ? { value: OTHER, fields, due: atWallClock(time, zone).toInstant() } : { value: OTHER, fields, error: NO_TIME };
  }
  const due = instantOf(value);
  return due ? { value, fields, due } : { value: '', fields, error: NOTHING_CHOSEN };
}

function instantOf(text: string): Temporal.Instant | undefined {
  try {
    return Temporal.Instant.from(text);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What else goes out that day, and how a digest's stories change. */
function besides({ as, beside }: SuggestedTime, before: number): string {
  const stories =
    as.kind === 'digest' && as.stories.length !== before ? `Then it has ${count(as.stories.length, 'story', 'stories')}. ` : '';
  if (beside.length === 0) return `${stories}Nothing else of its kind goes out that day.`;
  const times = beside.map(({ due }) => nhsTime(due));
  return `${stories}${count(beside.length, as.channel === 'email' ? 'other email' : 'other post')} that day, at ${times.join(', ')}.`;
}
