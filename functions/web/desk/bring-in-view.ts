// How the desk shows the stories of another site before they come in.
import type { DraftHead, DraftId } from '#core/draft/draft';
import type { FeedStory } from '#core/feed/feed-item';
import { curlyQuotes } from '#core/text/curly-quotes';
import { count } from '#core/text/wrap';
import { nhsDate } from '#core/time/nhs-dates';
import { dayOf, type FeedRow, isNewRow, type OpenFeed, type Unfinished } from '#flow/feed/look-at-feed';
import { draftUrl, UNTITLED } from '#web/desk/draft-desk';

/** So many stories come in at a time; the next ones are shown when these are in. */
const MOST_NEW = 200;
const MOST_HERE = 200;

type NewRow = {
  id: string;
  title: string;
  about: string;
  pictures: string | undefined;
  lost: string | undefined;
  alike: string | undefined;
};
type HereRow = { title: string; words: string; url: string; remote: string | undefined; archive: boolean };

/**
 * `found`: how many stories the feed has, in words. `more`: how many are not shown yet. `leftOut`: what else its file has. `ticked`: each
 * is ticked from the beginning.
 */
export type BringInView = {
  title: string;
  found: string;
  leftOut: string | undefined;
  rows: NewRow[];
  more: string | undefined;
  here: HereRow[];
  /** How many pictures of what is here are still on the other site, in words. */
  remote: string | undefined;
  /** How many of what is here came in for the archive and are not there yet, in words. */
  archive: string | undefined;
  ticked: boolean;
};

/** Returns the stories of a feed, with what would be lost. */
export function bringInView(
  open: OpenFeed,
  { all, unfinished }: { all: boolean; unfinished: ReadonlyMap<DraftId, Unfinished> },
): BringInView {
  const { feed, rows } = open;
  const fresh = rows.filter(isNewRow);
  const here = rows.filter((row) => !isNewRow(row));
  const more = fresh.length - MOST_NEW;
  const remote = [...unfinished.values()].reduce((sum, one) => sum + one.remote, 0);
  const archive = [...unfinished.values()].filter((one) => one.archive).length;
  return {
    title: feed.title || 'Stories to bring in',
    found: count(rows.length, 'story', 'stories'),
    leftOut: feed.leftOut.length > 0 ? feed.leftOut.join(', ') : undefined,
    rows: fresh.slice(0, MOST_NEW).map((row) => newRow(row, open)),
    more: more > 0 ? count(more, 'older story', 'older stories') : undefined,
    here: here.slice(0, MOST_HERE).map((row) => hereRow(row, unfinished.get(row.draft))),
    remote: remote > 0 ? stillThere(remote) : undefined,
    archive: archive > 0 ? count(archive, 'story', 'stories') : undefined,
    ticked: all,
  };
}

function newRow(row: FeedRow, { feed, rules }: OpenFeed): NewRow {
  const { item, draft, story } = row;
  const { fields, lost, pictures, withoutAlt } = feed.storyOf(item, rules);
  const day = dayOf(item, rules);
  return {
    id: draft,
    title: fields.title || UNTITLED,
    about: `${day ? nhsDate(day) : 'Without a date'}, by ${fields.author}`,
    pictures: picturesSentence({ pictures, withoutAlt }),
    lost: lost.length > 0 ? lost.map(curlyQuotes).join('; ') : undefined,
    alike: story && `A story with this title is here, of another day: ${story.file}.`,
  };
}

function picturesSentence({ pictures, withoutAlt }: Pick<FeedStory, 'pictures' | 'withoutAlt'>): string | undefined {
  if (pictures === 0) return undefined;
  const missing =
    withoutAlt === 0 ? '' : `, ${withoutAlt === pictures ? 'without' : `${withoutAlt} of them without`} words on what they show`;
  return `${count(pictures, 'picture')}${missing}`;
}

function hereRow({ item, head, draft, story }: FeedRow, unfinished: Unfinished | undefined): HereRow {
  const title = head?.title || item.title || UNTITLED;
  const { remote: pictures = 0, archive = false } = unfinished ?? {};
  const remote = pictures > 0 ? `${stillThere(pictures)} still on the other site.` : undefined;
  if (head)
    return { title, words: archive ? 'In your drafts, on its way into the archive' : stateOf(head), url: draftUrl(draft), remote, archive };
  const url = `/desk/stories?q=${encodeURIComponent(story?.file ?? '')}`;
  return { title, words: `Here as ${story?.file}, with this title and day`, url, remote, archive };
}

function stillThere(pictures: number): string {
  return count(pictures, 'picture is', 'pictures are');
}

function stateOf({ state, file }: DraftHead): string {
  if (state === 'published') return `Published here as ${file}`;
  return state === 'deleted' ? 'It came in, and was deleted' : 'In your drafts';
}
