// One page for everything that needs a yes: of a week, or of one story with all that follows from it. Each is seen before its yes.
import { type Context, Hono } from 'hono';
import type { Temporal } from 'temporal-polyfill';
import { channelName, handleOn, people, publicationName, publicationUrl } from '#core/publication/names';
import { changedParts, type WrittenOutgoing, withReaders } from '#core/publication/outgoing';
import { curlyQuotes } from '#core/text/curly-quotes';
import { count } from '#core/text/wrap';
import { nhsDateTime } from '#core/time/nhs-dates';
import { approve, outgoingNow, type Unbegun } from '#flow/publish/approve';
import { foreseeBehind } from '#flow/publish/behind-announcement';
import { forecastMails } from '#flow/publish/check-mail';
import { forecastPosts } from '#flow/publish/forecast';
import { missingYes } from '#flow/publish/missing-yes';
import { type OutlookWorld, readOutlook } from '#flow/publish/outlook';
import { namedStories } from '#flow/publish/shown-stories';
import type { World } from '#ports';
import { who } from '#web/desk/audit';
import { ownWords } from '#web/desk/four-eyes';
import type { Frame } from '#web/desk/needs';
import type { PageWorld } from '#web/desk/publication-page';
import { findPublication, type SocialPreview, socialPreview, unbegunOf, unsentMail } from '#web/desk/publication-view';
import { FRAMING_POLICY } from '#web/headers';
import { page } from '#web/page';
import { readWritten } from '#web/read-content';
import { nowOf, type WebEnv } from '#web/request';

type YesWorld = PageWorld & OutlookWorld & Pick<World, 'audit' | 'drafts' | 'colleagues'>;

/** One that needs a yes. `own`: why it must be somebody else's. `outgoing`: what it is for. `mail` or `posts`: what goes out. */
type Item = {
  id: string;
  url: string;
  name: string;
  when: string;
  to: string;
  why: string;
  own: string | undefined;
  outgoing: WrittenOutgoing;
  mail?: { subject: string; frame: string };
  posts?: SocialPreview['parts'];
  price?: string;
};

/** Of one story, or of the next `days`. */
type Asked = { days: number; story: string | undefined };

const DAYS = 7;
const MOST_DAYS = 60;
/** Whoever approves a story approves what follows from it in the next year. */
const STORY_DAYS = 366;
/** A page of more would be a wall of previews. What is over stands on the next one. */
const MOST_ITEMS = 20;

/** Serves the page of everything that needs a yes, and its button. */
export function yesPages(world: YesWorld, frame: Frame): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  const show = async (c: Context<WebEnv>, changed: ReadonlyMap<string, string> = new Map()) => {
    const asked = askedIn(c);
    const { items, more, title } = await itemsOf(world, asked, nowOf(c), (one) => ownWords(world, c, one));
    const said = Number(c.req.query('said'));
    const view = {
      title,
      url: yesUrl(asked),
      items: items.map((item) => ({ ...item, changed: changed.get(item.id) })),
      sayable: items.some(({ own }) => own === undefined),
      more: more > 0 ? `${count(more, 'more')} come after these: say yes here first.` : undefined,
      unsaid:
        changed.size > 0
          ? `${count(changed.size, 'yes', 'yeses')} did not count, because something changed while you were reading.`
          : undefined,
      flash:
        said > 0 ? `You said yes to ${said.toLocaleString('en-GB')}. Until each begins, you can hold or cancel it on the plan.` : undefined,
    };
    const { rules } = await readWritten(world);
    const around = { title: changed.size > 0 ? `Error: ${title}` : title, rules, ...(await frame(c)) };
    return c.html(page('desk/yes', view, around), changed.size > 0 ? 409 : 200, { 'Content-Security-Policy': FRAMING_POLICY });
  };

  app.get('/desk/yes', (c) => show(c));
  app.post('/desk/yes', async (c) => {
    const body = await c.req.parseBody({ all: true });
    const ticked = [body.yes ?? []].flat().filter((id) => typeof id === 'string');
    const changed = new Map<string, string>();
    let said = 0;
    for (const id of ticked) {
      const shown = await findPublication(world, id, nowOf(c));
      const one = shown && unbegunOf(shown);
      const { cancelled } = one ? await world.switches.read(one.publication.id) : {};
      if (!one || cancelled) {
        changed.set(id, 'It has begun, or it does not go out any more.');
        continue;
      }
      const answer = await approve(world, one, { shown: String(body[`outgoing-${id}`] ?? ''), by: who(c), at: nowOf(c) });
      if (answer === 'approved') said += 1;
      else if (answer === 'own words') changed.set(id, 'You wrote it last, so somebody else has to say yes.');
      else changed.set(id, `It changed while you were reading: ${changedParts(answer)}. This page shows it as it is now.`);
    }
    if (changed.size > 0) return show(c, changed);
    const to = yesUrl(askedIn(c));
    return c.redirect(said > 0 ? `${to}${to.includes('?') ? '&' : '?'}said=${said}` : to, 303);
  });
  return app;
}

function askedIn(c: Context<WebEnv>): Asked {
  const days = Number(c.req.query('days'));
  const story = c.req.query('story');
  return { days: Number.isInteger(days) && days > 0 ? Math.min(days, MOST_DAYS) : DAYS, story: story === '' ? undefined : story };
}

/** The page of what needs a yes in the next week, or of one story. */
function yesUrl({ days, story }: Partial<Asked>): string {
  if (story !== undefined) return `/desk/yes?story=${encodeURIComponent(story)}`;
  return days === undefined || days === DAYS ? '/desk/yes' : `/desk/yes?days=${days}`;
}

/** Returns what needs a yes, by time, with what each would send. `more`: how many are not shown. */
async function itemsOf(
  world: YesWorld,
  { days, story }: Asked,
  now: Temporal.Instant,
  ownOf: (one: Unbegun) => Promise<string | undefined>,
): Promise<{ items: Item[]; more: number; title: string }> {
  const outlook = await readOutlook(world, now, now.add({ hours: 24 * (story === undefined ? days : STORY_DAYS) }));
  const { planned } = outlook;
  const known = planned ? namedStories(planned) : new Map();
  const about = story === undefined ? undefined : [...known.values()].find(({ slug }) => slug === story);
  const title = about ? `Say yes to “${about.title}”` : `Say yes to the next ${days === DAYS ? 'week' : count(days, 'day')}`;
  if (!planned) return { items: [], more: 0, title };
  const { posts } = await forecastPosts(world, planned);
  const yes = await missingYes(world, planned, posts, outlook.entries);
  const behind = foreseeBehind(planned, forecastMails(planned), outlook.entries);
  const wanted = outlook.entries.filter((entry) => {
    const {
      id,
      kind,
      stories: [slug],
    } = entry;
    // A yes does not send what follows a missed announcement.
    return yes.has(id) && behind(entry)?.state !== 'missed' && (story === undefined || (kind !== 'digest' && slug === story));
  });
  const items: Item[] = [];
  for (const entry of wanted.slice(0, MOST_ITEMS)) {
    const shown = await findPublication(world, entry.id, now, planned);
    const one = shown && unbegunOf(shown);
    if (!shown || !one) continue;
    const { channel } = entry;
    const url = publicationUrl(entry.id);
    const mail = channel === 'email' ? unsentMail(shown) : undefined;
    const social = channel === 'email' ? undefined : await socialPreview(world, shown);
    items.push({
      id: entry.id,
      url,
      name: publicationName(entry, known),
      when: nhsDateTime(entry.due),
      to: channel === 'email' ? `By email to ${people(entry.audience)}` : `On ${channelName(channel)} as ${handleOn(channel, shown.rules)}`,
      why: curlyQuotes(yes.get(entry.id) ?? ''),
      own: await ownOf(one),
      outgoing: mail ? withReaders(await outgoingNow(world, one), entry.audience) : await outgoingNow(world, one),
      ...(mail && { mail: { subject: mail.subject, frame: `${url}/mail.html` } }),
      ...(social && { posts: social.parts, ...(social.price !== undefined && { price: social.price }) }),
    });
  }
  return { items, more: wanted.length - items.length, title };
}
