// Stories of another site: its feed or its export is chosen, looked at, and only what is ticked comes in, as drafts.
import { Hono } from 'hono';
import type { DraftId } from '#core/draft/draft';
import { MOST_FEED_BYTES } from '#core/feed/feed-item';
import { count } from '#core/text/wrap';
import { nhsDateTime } from '#core/time/nhs-dates';
import { nextMorning } from '#flow/draft/begin-draft';
import { archiveDrafts } from '#flow/feed/archive-drafts';
import { bringIn } from '#flow/feed/bring-in';
import { bringPictures, type RemotePicture } from '#flow/feed/bring-pictures';
import { findFeed, withScheme } from '#flow/feed/find-feed';
import { lookAtFeed, type OpenFeed, unfinishedIn } from '#flow/feed/look-at-feed';
import type { Outside, World } from '#ports';
import { recordAudit } from '#web/desk/audit';
import { bringInView } from '#web/desk/bring-in-view';
import { type Asked, draftDesk, type StoriesWorld } from '#web/desk/draft-desk';
import type { Frame } from '#web/desk/needs';
import { newUpload, sentFile } from '#web/desk/sent-file';
import { formsTo } from '#web/headers';
import { readFor, readWritten } from '#web/read-content';
import { nowOf, type WebEnv } from '#web/request';

export type BringInWorld = StoriesWorld & Pick<World, 'uploads' | 'pictures' | 'feedWatch'>;

const PAGE = '/desk/stories/bring-in';
/**
 * A page of the desk is answered within 29 s: after this time, the last picture may take ten, and the page shows the file again. What is
 * left is for the next press.
 */
const AT_ONCE_MS = 12_000;
const GONE = 'The file is not here, or no more: it is kept for a day. What has come in stays. Choose the file again.';
const NO_RULES = 'The rules have a problem. Put it right first: the plan says what it is.';
const NO_ADDRESS = 'Write the address of the website, for example https://www.example.org.';
const NOT_ASKED = 'This desk asks no other website. Choose a file.';
const CROSSED = 'Somebody has changed at this moment which website is looked at. Press the button again.';
const NONE = 'Tick the stories that should come in.';

/** Serves the pages on which stories of another site are chosen. `outside`: fetches a feed; without it, only a file can be chosen. */
export function bringInPages(world: BringInWorld, frame: Frame, outside: Outside | undefined): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const { show, writer } = draftDesk(world, frame);

  /** `typed`: the address that has the fault; without it, the file has. */
  const choose = async (c: Asked, fault?: string, typed?: string) => {
    const upload = newUpload(world);
    const form = await world.uploads.form(upload, new URL(`${PAGE}/${upload}`, c.req.url));
    const wrong = fault === undefined ? {} : typed === undefined ? { file: fault } : { address: fault };
    const error = fault === undefined ? undefined : { sentence: fault, at: typed === undefined ? 'file' : 'address' };
    const view = {
      form,
      error,
      wrong,
      typed,
      megabytes: MOST_FEED_BYTES / 1_000_000,
      asks: outside !== undefined,
      watch: outside && (await watchView(world)),
      flash: TOLD.get(c.req.query('told') ?? ''),
    };
    const headers = { 'Content-Security-Policy': formsTo(new URL(form.url).origin) };
    const title = `${fault === undefined ? '' : 'Error: '}Bring in stories`;
    return show(c, 'desk/bring-in', view, title, { status: fault === undefined ? 200 : 422, headers });
  };

  /** The feed that was chosen, or the sentence on why there is none. */
  const chosen = async (c: Asked): Promise<OpenFeed | { problem: string } | undefined> => {
    const sent = await sentFile(world, c.req.param('upload'), { most: MOST_FEED_BYTES, gone: GONE, tooLarge: TOO_LARGE });
    if (!sent || 'problem' in sent) return sent;
    const { bytes } = sent;
    const { rules, stories } = await readFor(c, world);
    if (!rules) return { problem: NO_RULES };
    // The reader of feeds is loaded with the first one.
    const { readFeed } = await import('#core/feed/read-feed');
    const feed = readFeed(bytes);
    return 'problem' in feed ? feed : { feed, rules, rows: await lookAtFeed(world, feed, { stories, rules }) };
  };

  const look = async (c: Asked, open: OpenFeed, said: { flash?: string | undefined; errors?: readonly string[] }) => {
    const [unfinished, from] = await Promise.all([unfinishedIn(world, open.rows), fromOf(c)]);
    const view = {
      ...bringInView(open, { all: c.req.query('tick') === 'all', unfinished }),
      ...said,
      url: pageOf(c),
      from: outside && from,
      none: withQuery(pageOf(c), from === undefined ? {} : { from }),
      all: withQuery(pageOf(c), { tick: 'all', ...(from === undefined ? {} : { from }) }),
      asks: outside !== undefined,
    };
    const isWrong = said.errors !== undefined;
    const title = `${isWrong ? 'Error: ' : ''}Stories to bring in`;
    return show(c, 'desk/bring-in-stories', view, title, { status: isWrong ? 422 : 200 });
  };

  app.get(PAGE, (c) => choose(c));

  app.post(PAGE, async (c) => {
    const { address } = await c.req.parseBody();
    const typed = typeof address === 'string' ? address.trim() : '';
    if (!outside || typed === '') return choose(c, outside ? NO_ADDRESS : NOT_ASKED, typed);
    const found = await findFeed(outside, typed);
    if ('problem' in found) return choose(c, found.problem, typed);
    const upload = newUpload(world);
    await world.uploads.put(upload, found.bytes);
    return c.redirect(`${PAGE}/${upload}?${new URLSearchParams({ from: typed })}`, 303);
  });

  app.get(`${PAGE}/:upload`, async (c) => {
    const open = await chosen(c);
    if (!open) return c.notFound();
    if ('problem' in open) return choose(c, open.problem);
    return look(c, open, { flash: flashOf(c.req.query()) });
  });

  /** Brings in what is ticked. For the archive, also what has come in for it before and is not there yet. */
  const bring = async (c: Asked, archive: boolean) => {
    const until = world.machine.elapsedMs() + AT_ONCE_MS;
    const { item = [] } = await c.req.parseBody({ all: true });
    const ticked = new Set([item].flat());
    const open = await chosen(c);
    if (!open) return c.notFound();
    if ('problem' in open) return choose(c, open.problem);
    const { rules, feed, rows } = open;
    const items = rows.filter(({ draft }) => ticked.has(draft)).map((row) => row.item);
    const before = archive ? [...(await unfinishedIn(world, rows))].flatMap(([draft, one]) => (one.archive ? draft : [])) : [];
    if (items.length === 0 && before.length === 0) return look(c, open, { errors: [NONE] });
    const published = nextMorning(nowOf(c).toZonedDateTimeISO(rules.timezone), rules);
    const how = { rules, published, ...(archive && { archive }) };
    const { drafts, tooLong, left } = await bringIn(world, feed, items, how, writer(c), until);
    const all = [...new Set([...before, ...drafts])];
    const { fetched, remote } = await picturesOf(c, all, until);
    const counts = { pictures: fetched, long: tooLong.length };
    const faults = remote.flatMap(faultSentence);
    if (!archive) return answer(c, { ...counts, in: drafts.length, left }, faults);
    await recordAudit(world, c, 'archived-stories', {
      why: `${count(all.length, 'story', 'stories')} of ${feed.title || 'another website'}`,
    });
    const done = await archiveDrafts(world, all, rules, writer(c), until);
    const waiting = done.waiting.map(({ title, why }) => `“${title}” is not in the archive yet. ${why}`);
    return answer(c, { ...counts, archived: done.files.length, left: left + done.left }, [...faults, ...waiting]);
  };

  app.post(`${PAGE}/:upload`, (c) => bring(c, false));
  app.post(`${PAGE}/:upload/archive`, (c) => bring(c, true));

  app.post(`${PAGE}/:upload/pictures`, async (c) => {
    const until = world.machine.elapsedMs() + AT_ONCE_MS;
    const open = await chosen(c);
    if (!open) return c.notFound();
    if ('problem' in open) return choose(c, open.problem);
    const unfinished = [...(await unfinishedIn(world, open.rows)).keys()];
    const { fetched, remote } = await picturesOf(c, unfinished, until);
    return answer(c, { pictures: fetched }, remote.flatMap(faultSentence));
  });

  // What is in the feed now has been looked at by a person: only what comes later comes in by itself.
  app.post(`${PAGE}/:upload/watch`, async (c) => {
    const open = await chosen(c);
    if (!open) return c.notFound();
    if ('problem' in open) return choose(c, open.problem);
    const { address } = await c.req.parseBody();
    if (!outside || typeof address !== 'string' || !isWhole(address)) return choose(c, outside ? NO_ADDRESS : NOT_ASKED);
    const before = await world.feedWatch.read();
    const seen = [...new Set([...open.rows.map(({ draft }) => draft), ...(before?.seen ?? [])])];
    const { by, at: looked } = writer(c);
    await recordAudit(world, c, 'began-watch', { why: address });
    const kept = await world.feedWatch.replace({ address, by, looked, seen, version: before?.version ?? 0 });
    return kept === 'stale' ? look(c, open, { errors: [CROSSED] }) : c.redirect(`${PAGE}?told=watch`, 303);
  });

  app.post(`${PAGE}/every-day/stop`, async (c) => {
    const watch = await world.feedWatch.read();
    if (watch) {
      await recordAudit(world, c, 'stopped-watch', { why: watch.address });
      if ((await world.feedWatch.replace({ ...watch, address: '' })) === 'stale') return choose(c, CROSSED);
    }
    return c.redirect(`${PAGE}?told=stopped`, 303);
  });

  const picturesOf = async (c: Asked, drafts: readonly DraftId[], until: number): ReturnType<typeof bringPictures> =>
    outside ? bringPictures(world, outside, drafts, writer(c), until) : { fetched: 0, remote: [] };

  /** Goes on to the page of the file, which says what was done, and names what could not be. */
  const answer = async (c: Asked, done: Done, errors: readonly string[]) => {
    const numbers = Object.entries(done).map(([name, number]) => [name, String(number)]);
    const from = await fromOf(c);
    const told: Record<string, string> = Object.fromEntries([...numbers, ...(from === undefined ? [] : [['from', from]])]);
    if (errors.length === 0) return c.redirect(withQuery(pageOf(c), told), 303);
    const open = await chosen(c);
    if (!open || 'problem' in open) return c.redirect(PAGE, 303);
    return look(c, open, { flash: flashOf(told), errors });
  };
  return app;
}

const TOO_LARGE = `The file has more than ${MOST_FEED_BYTES / 1_000_000} MB. In WordPress, export the posts of one year at a time.`;

const TOLD: ReadonlyMap<string, string> = new Map([
  ['watch', 'We look at this website every day. Its new stories come in as drafts, and Home tells you.'],
  ['stopped', 'We do not look at the website any more. What has come in stays.'],
]);

/** What the page says of the website that is looked at every day. */
async function watchView(world: BringInWorld): Promise<{ address: string; looked: string; fault?: string } | undefined> {
  const watch = await world.feedWatch.read();
  if (!watch || watch.address === '') return undefined;
  const { rules } = await readWritten(world);
  const { address, looked, fault } = watch;
  return {
    address,
    looked: nhsDateTime(looked.toZonedDateTimeISO(rules?.timezone ?? 'Europe/London')),
    ...(fault !== undefined && { fault }),
  };
}

const MOST_ADDRESS_CHARACTERS = 2_000;

/** What a person may have typed as an address; what is there, only a look can say. */
function isWhole(address: string): boolean {
  return address.length <= MOST_ADDRESS_CHARACTERS && URL.canParse(withScheme(address));
}

function withQuery(path: string, query: Record<string, string>): string {
  const words = new URLSearchParams(query).toString();
  return words === '' ? path : `${path}?${words}`;
}

/** The address by which this feed was found, which its page and its forms carry along; undefined for a file. */
async function fromOf(c: Asked): Promise<string | undefined> {
  const { from } = c.req.method === 'POST' ? await c.req.parseBody() : c.req.query();
  return typeof from === 'string' && from !== '' ? from : undefined;
}

/** The page of this file, of any of its forms. */
function pageOf(c: Asked): string {
  return `${PAGE}/${c.req.param('upload')}`;
}

/** What one press did, as numbers in the address of the next page. */
type Done = Partial<Record<'in' | 'archived' | 'long' | 'left' | 'pictures', number>>;

function flashOf(told: Record<string, string>): string | undefined {
  const number = (name: keyof Done) => Number(told[name] ?? 0) || 0;
  const stories = (name: keyof Done) => count(number(name), 'story is', 'stories are');
  const sentences = [
    ...(told.in === undefined ? [] : [`${stories('in')} in your drafts. Nothing goes out before you publish.`]),
    ...(number('archived') === 0 ? [] : [`${stories('archived')} in the archive: on the website, and nothing of it is sent or posted.`]),
    ...(number('pictures') > 0 ? [`${count(number('pictures'), 'picture is', 'pictures are')} in.`] : []),
    ...(number('long') > 0 ? [`${stories('long')} too long to be a story here, and did not come in.`] : []),
    ...(number('left') > 0 ? [`${stories('left')} left: there was no more time. Press the button again.`] : []),
  ];
  return sentences.length === 0 ? undefined : sentences.join(' ');
}

function faultSentence({ title, address, fault }: RemotePicture): string[] {
  return fault === undefined ? [] : [`A picture of “${title}” is not in: ${address}. ${fault}`];
}
