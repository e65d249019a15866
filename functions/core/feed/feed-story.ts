// An item of a feed as a story of ours.

import { markdownOfPaste } from '#core/draft/paste';
import { treeOfHtml } from '#core/draft/pasted-html';
import type { PastedNode } from '#core/draft/pasted-tree';
import { pictureInText } from '#core/draft/picture-in-text';
import { type FeedContent, type FeedItem, type FeedStory, isCut } from '#core/feed/feed-item';
import { Lost } from '#core/feed/lost';
import { plain } from '#core/feed/plain';
import { withoutShortcodes } from '#core/feed/shortcodes';
import { MARKS, SiteHtml } from '#core/feed/site-html';
import { altFault } from '#core/image/alt-text';
import type { Rules } from '#core/rules/rules';
import { oneLine } from '#core/text/lines';

/** A story may have 100,000 characters, and its HTML here as many again for each of its signs. */
const MOST_HTML_CHARACTERS = 300_000;
/** What WordPress adds to a text in its feed. */
const APPEARED =
  /<p>The post <a\s[^>]{0,2000}>.{0,2000}?<\/a> (?:first )?appeared (?:first )?on <a\s[^>]{0,2000}>.{0,2000}?<\/a>\.?<\/p>\s*$/su;
const MOST_SUMMARY_CHARACTERS = 500;
const MOST_AUTHOR_CHARACTERS = 200;
const MOST_CATEGORY_CHARACTERS = 60;

/** Returns an item as a story. `rules`: whose topics its categories may be; the story is by its newsroom when the feed names nobody. */
export function storyOfItem(
  item: FeedItem,
  { pictures: library }: Pick<FeedContent, 'pictures'>,
  rules: Pick<Rules, 'name' | 'topics'>,
): FeedStory {
  const lost = new Lost();
  const tooLong = item.html.length > MOST_HTML_CHARACTERS;
  if (tooLong) lost.add('its text, which is longer than a story may be');
  if (item.isBeginning) lost.add('the rest of its text: the feed has only the beginning');
  const site = new SiteHtml(item.link, lost, library);
  const tree = site.read(treeOfHtml(withoutShortcodes(tooLong ? '' : item.html.replace(APPEARED, ''), library, lost)));
  const { markdown, notes } = markdownOfPaste(item.keepsLines ? [kept(tree)] : tree);
  for (const note of notes) lost.add(note.replace(/^(.)(.*)\.$/u, (_, first: string, rest: string) => first.toLowerCase() + rest));
  const body = markdown.replaceAll(MARKS, (_, index: string) => {
    const picture = site.pictures[Number(index)];
    return picture ? pictureInText({ ...picture, src: inBrackets(picture.address) }) : '';
  });
  const author = plain(item.author, MOST_AUTHOR_CHARACTERS);
  if (author === '') lost.add('its author, whom the feed does not name');
  // A picture at the top that stands in the text, too, would be shown twice.
  const isInText = site.pictures.some(({ address }) => item.picture && sameFile(address, item.picture.address));
  const top = item.picture && /^https?:\/\//iu.test(item.picture.address) && !isInText ? item.picture : undefined;
  const alts = [...site.pictures.map(({ alt }) => alt), ...(top ? [top.alt ?? ''] : [])];
  return {
    fields: {
      title: item.title,
      author: author || rules.name,
      summary: summaryOf(item),
      topics: topicsOf(item, rules, lost),
      body,
      imageSrc: top?.address ?? '',
      imageAlt: oneLine(top?.alt ?? ''),
      imageCaption: plain(top?.caption ?? ''),
    },
    lost: lost.said(),
    pictures: alts.length,
    withoutAlt: alts.filter((alt) => altFault(alt) !== undefined).length,
  };
}

/** Line breaks are those of the text. */
function kept(children: PastedNode[]): PastedNode {
  return { name: 'div', attributes: { style: 'white-space: pre-wrap' }, children };
}

/** A summary that a program cut from the text says nothing that the text does not. */
function summaryOf({ summary }: FeedItem): string {
  const words = plain(summary);
  return isCut(summary) || isCut(words) || words.length > MOST_SUMMARY_CHARACTERS ? '' : words;
}

function topicsOf({ categories }: FeedItem, rules: Pick<Rules, 'topics'>, lost: Lost): string[] {
  const found = [
    ...new Set(
      categories
        .map((name) => plain(name, MOST_CATEGORY_CHARACTERS))
        .filter((name) => name !== '' && name.toLowerCase() !== 'uncategorised'),
    ),
  ].map((name) => ({
    name,
    topic: [...rules.topics].find((words) => words.some((one) => one.toLowerCase() === name.toLowerCase()))?.[0],
  }));
  for (const { name, topic } of found) if (topic === undefined) lost.add(`the category “${name}”`);
  return [...new Set(found.flatMap(({ topic }) => topic ?? []))];
}

/** WordPress has each picture in many sizes: `a-300x200.jpg` is `a.jpg`. */
function sameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map((address) => address.replace(/[?#].*$/u, '').replace(/(?:-\d+x\d+|-scaled)?(?=\.\w+$)/u, ''));
  return a === b;
}

function inBrackets(address: string): string {
  return address.replaceAll('(', '%28').replaceAll(')', '%29').replaceAll(' ', '%20').replaceAll('|', '%7C');
}
