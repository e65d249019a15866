// How a colour, a typeface and a logo look before they are saved: an email, a page and an event's card, made by what makes the real ones.
import { type Context, Hono } from 'hono';
import type { Temporal } from 'temporal-polyfill';
import { type EventCard, eventCard } from '#core/card/event-card';
import { decodeFile } from '#core/draft/decode-file';
import { brandColours } from '#core/rules/brand-colours';
import type { Rules } from '#core/rules/rules';
import { changedRules } from '#core/rules-form/read-rule-form';
import type { RuleValues } from '#core/rules-form/rule-values';
import { byTime } from '#core/time/compare';
import { previewWorld } from '#flow/draft/preview-draft';
import { type Planned, readForecast } from '#flow/publish/plan';
import { withRulesText } from '#flow/rules/rules-consequences';
import { rulesText } from '#flow/rules/save-rules';
import type { World } from '#ports';
import type { ShownMail } from '#web/desk/decode-mail';
import { framedMail, inFrame } from '#web/desk/framed-mail';
import { findPublication, type PreviewWorld, unsentMail } from '#web/desk/publication-view';
import { LIVE_FRAME_POLICY, MAIL_POLICY } from '#web/headers';
import { brandStyles, page } from '#web/page';
import { readBefore, readFor } from '#web/read-content';
import { nowOf, type WebEnv } from '#web/request';
import { eventView, postView } from '#web/site/story-view';

export type LookWorld = PreviewWorld & Pick<World, 'cards'>;

const LOOK = '/desk/rules/look';
const FIELDS = ['colour', 'typeface', 'logo'] as const;
const AHEAD_HOURS = 366 * 24;

/** Where the pictures of a look are: what a form has, or what is to be saved. `advice`: what becomes of a colour that is hard to read. */
export function lookView(values: RuleValues): { email: string; page: string; card: string; advice: string | undefined } {
  const query = new URLSearchParams(FIELDS.map((field) => [field, values.get(`brand.${field}`) ?? '']));
  const [colour = '', used] = [values.get('brand.colour'), brandColours(values.get('brand.colour') ?? '').colour];
  const advice = `White words on ${colour} are hard to read. Emails and pages have ${used} in its place: choose that, or a darker colour.`;
  return {
    email: `${LOOK}/email.html?${query}`,
    page: `${LOOK}/page.html?${query}`,
    card: `${LOOK}/card.png?${query}`,
    advice: colour === '' || colour.toLowerCase() === used ? undefined : advice,
  };
}

export function lookPages(world: LookWorld): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  /** The plan of a year as it would be with the look that the address names. Undefined while the rules cannot be read. */
  const planned = async (c: Context<WebEnv>) => {
    await readFor(c, world);
    const { world: asRead } = await readBefore(c, world);
    const text = rulesText((await asRead.content.read()).rules);
    const values = new Map(FIELDS.flatMap((field) => [[`brand.${field}`, c.req.query(field) ?? ''] as const]));
    const changed = changedRules(text, 'look', values) ?? text;
    const wanted = withRulesText(asRead, changed);
    const now = nowOf(c);
    const forecast = await readForecast(wanted, now, now.add({ hours: AHEAD_HOURS }));
    return forecast && { wanted, forecast, now, rules: forecast.newsroom.rules };
  };

  app.get(`${LOOK}/email.html`, async (c) => {
    const found = await planned(c);
    const mail = found && ((await firstMail(found)) ?? (await firstMail(await withNewestStory(found))));
    if (!found || !mail) return c.html(NOTHING, 200, { 'Content-Security-Policy': MAIL_POLICY });
    return c.html(framedMail(mail.html, found.rules.site), 200, { 'Content-Security-Policy': MAIL_POLICY });
  });

  app.get(`${LOOK}/page.html`, async (c) => {
    const found = await planned(c);
    const stories = found?.forecast.newsroom.stories.filter((one) => one.kind !== 'message') ?? [];
    const [story] = stories.toSorted((a, b) => byTimeOf(b.published, a.published));
    if (!found || !story) return c.html(NOTHING, 200, { 'Content-Security-Policy': LIVE_FRAME_POLICY });
    const { rules, forecast, now } = found;
    const { images } = forecast.sources;
    const around = { title: story.title, rules };
    const html =
      story.kind === 'event'
        ? page('site/event', eventView(story, rules, images, now), around)
        : page('site/post', postView(story, rules, images), around);
    return c.html(inFrame(withColours(html, rules)), 200, { 'Content-Security-Policy': LIVE_FRAME_POLICY });
  });

  app.get(`${LOOK}/card.png`, async (c) => {
    const found = await planned(c);
    const event = found?.forecast.newsroom.stories.find((story) => story.kind === 'event');
    if (!found) return c.notFound();
    const card = (event?.kind === 'event' && eventCard(event, found.rules)) || sampleCard(found.rules);
    const { bytes, type } = await world.cards.event(card);
    return c.body(new Uint8Array(bytes), 200, { 'Content-Type': type });
  });
  return app;
}

type Found = { wanted: LookWorld; forecast: Planned; now: Temporal.Instant; rules: Rules };

/** The first email that is ahead. */
async function firstMail({ wanted, forecast, now }: Found): Promise<ShownMail | undefined> {
  const first = forecast.publications.find(({ channel, decision }) => channel === 'email' && decision === 'go');
  const shown = first && (await findPublication(wanted, first.id, now, forecast));
  return shown && unsentMail(shown);
}

/** With nothing ahead, the newest story is shown as if it came tomorrow; without any story, a few words of ours. */
async function withNewestStory(found: Found): Promise<Found> {
  const { wanted, forecast, now, rules } = found;
  const [newest] = forecast.newsroom.stories
    .filter(({ kind }) => kind !== 'message')
    .toSorted((a, b) => byTimeOf(b.published, a.published));
  const source = newest && forecast.sources.stories.find(({ file }) => file === newest.file);
  const story = { text: (source && decodeFile(source)) ?? SAMPLE, kind: source && newest ? newest.kind : ('post' as const) };
  const file = source?.file ?? 'posts/sample.md';
  const { world } = previewWorld(wanted, story, file, now.toZonedDateTimeISO(rules.timezone));
  const planned = await readForecast(world, now, now.add({ hours: AHEAD_HOURS }));
  return planned ? { ...found, wanted: world, forecast: planned } : found;
}

const SAMPLE =
  '---\ntitle: The title of a post\nauthor: Its author\npublished: 2030-01-02T09:00\n---\n\nIts text, with [a link](https://example.org).\n';

function sampleCard({ shortName, brand }: Rules): EventCard {
  const { colour } = brandColours(brand.colour);
  return { senderName: shortName, colour, title: 'The title of an event', when: 'Its day and time', place: 'Its place' };
}

/** The style sheet of the site has today's colours; these come after it. */
function withColours(html: string, rules: Rules): string {
  return html.replace('</head>', `<style>${brandStyles(rules)}</style>\n</head>`);
}

function byTimeOf(a: Temporal.PlainDateTime, b: Temporal.PlainDateTime): number {
  return byTime(a.toZonedDateTime('UTC'), b.toZonedDateTime('UTC'));
}

const NOTHING =
  '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Nothing to show</title></head><body><p>There is nothing to show yet.</p></body></html>';
