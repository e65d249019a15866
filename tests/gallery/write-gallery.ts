// Writes the gallery as a folder: one page, and the files that each item leads to.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { eventCardPng } from '#adapters/card/event-card';
import type { EventCard } from '#core/card/event-card';
import { checkEmail, emailRules } from '#core/email-check/check';
import { openMail } from '#core/email-check/opened-mail';
import { blueskyText, graphemeCount } from '#core/social/bluesky-text';
import { socialRules } from '#core/social/post-lint';
import type { PostMedia } from '#core/social/post-media';
import { dollars } from '#core/social/x-budget';
import { render } from '#templates/gallery';
import type { SampleContent } from '#tests/gallery/sample-content';
import { MAIL_KINDS, type MailKind, type ShownMail } from '#tests/gallery/shown-mails';
import { POST_KINDS, type ShownPost } from '#tests/gallery/shown-posts';

/** A picture of an email: its path below the gallery, and its size in pixels. */
export type Shot = { url: string; words: string; width: number; height: number };
export type Found = { rule: string; level: 'blocks' | 'warns'; sentence: string };
/** `id` names the email's files. `bytes` is the size of its HTML. */
export type GalleryMail = { id: string; kind: MailKind; title: string; html: string; bytes: number; wrong?: string; passed: number };
export type Gallery = {
  mails: GalleryMail[];
  posts: { kind: ShownPost['kind']; title: string; wrong?: string }[];
  /** Writes the page, with the pictures of each email by its id, and returns the page's path. */
  writePage: (shots: ReadonlyMap<string, Shot[]>) => Promise<string>;
};

const IMAGES = 'images';

/** Empties `folder` and writes everything but the page. Each email is checked against the checklist as it is written. */
export async function writeGallery(
  folder: string,
  { mails, posts }: { mails: readonly ShownMail[]; posts: readonly ShownPost[] },
  { pictures }: Pick<SampleContent, 'pictures'>,
): Promise<Gallery> {
  await rm(folder, { recursive: true, force: true });
  const put = async (path: string, content: string | Uint8Array) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  };
  for (const [name, bytes] of pictures) await put(`${IMAGES}/${name}`, bytes);
  const draw = cardDrawer(put);
  const id = namer();

  const mailItems = await inTurn(mails, (mail) => mailItem(mail, id(`${mail.kind} ${mail.title}`), put));
  const postItems = await inTurn(posts, (post) => postItem(post, id(`post ${post.kind} ${post.title}`), draw));

  return {
    mails: mailItems.map(({ summary }) => summary),
    posts: postItems.map(({ summary }) => summary),
    writePage: async (shots) => {
      const views = mailItems.map(({ summary, view }) => ({ kind: summary.kind, view: { ...view, shots: shots.get(summary.id) ?? [] } }));
      const pictured = [...shots.values()].reduce((sum, list) => sum + list.length, 0);
      const page = render('gallery', {
        summary: `${mailItems.length} emails, ${postItems.length} posts, ${pictured} pictures of emails.`,
        mails: sections(MAIL_KINDS, 'mail', views),
        posts: sections(
          POST_KINDS,
          'posts',
          postItems.map(({ summary, view }) => ({ kind: summary.kind, view })),
        ),
      });
      await put('index.html', page);
      return join(folder, 'index.html');
    },
  };
}

type Put = (path: string, content: string | Uint8Array) => Promise<void>;

/** The sections of the page in the order of `kinds`. A kind without items has no section. */
function sections(
  kinds: Record<string, { heading: string; is: string }>,
  prefix: string,
  items: readonly { kind: string; view: object }[],
) {
  return Object.entries(kinds)
    .map(([kind, heading]) => ({
      ...heading,
      id: `${prefix}-${kind.replace(/\W+/g, '-')}`,
      items: items.filter((item) => item.kind === kind).map(({ view }) => view),
    }))
    .filter((section) => section.items.length > 0);
}

async function mailItem(mail: ShownMail, id: string, put: Put) {
  const { kind, title, shows, to, senderProfile, message, preheader, refused } = mail;
  const { subject, html, text } = openMail(message, { to, senderProfile });
  // Our site's pictures are beside the email when it is opened from the file system.
  const local = html.replaceAll(`${senderProfile.site}/images/`, `../${IMAGES}/`);
  const files = { html: `emails/${id}.html`, txt: `emails/${id}.txt`, eml: `emails/${id}.eml` };
  await put(files.html, local);
  // A browser reads a text file as UTF-8 only if it begins with a byte order mark.
  await put(files.txt, `\ufeff${text}`);
  await put(files.eml, message);
  const found = checkEmail(message, { to, senderProfile });
  const broken = new Set(found.map(({ rule }) => rule)).size;
  const summary: GalleryMail = {
    id,
    kind,
    title,
    html: files.html,
    bytes: html.length,
    passed: emailRules.length - broken,
    ...wrongOf(found, refused),
  };
  const view = {
    id,
    title,
    shows,
    subject,
    preheader,
    text: text.trim(),
    size: `${kilobytes(html.length)} of HTML, ${kilobytes(text.length)} of text, ${kilobytes(message.length)} in all`,
    ...verdict(found, emailRules.length),
    links: [
      { url: files.html, words: 'HTML' },
      { url: files.txt, words: 'Text' },
      { url: files.eml, words: 'The whole mail (.eml)' },
    ],
  };
  return { summary, view };
}

async function postItem({ kind, title, shows, channel, post, refused }: ShownPost, id: string, draw: (card: EventCard) => Promise<string>) {
  const { parts, weight, priceMilliUsd, findings } = post;
  const shown = await inTurn(parts, async ({ text, media: [picture] }, i) => {
    const there = blueskyText(text).text;
    return {
      text: channel === 'x' ? text : there,
      counted: channel === 'x' ? `${weight[i]} of 280, as X counts` : `${graphemeCount(there)} of 300, as Bluesky counts`,
      ...(picture && { image: { url: await addressOf(picture, draw), alt: picture.alt } }),
    };
  });
  return {
    summary: { kind, title, ...wrongOf(findings, refused) },
    view: {
      id,
      title,
      shows,
      parts: shown,
      price: priceMilliUsd === 0 ? 'None' : dollars(priceMilliUsd),
      ...verdict(findings, socialRules.length),
    },
  };
}

async function addressOf({ src, card }: PostMedia, draw: (card: EventCard) => Promise<string>): Promise<string> {
  return card ? draw(card) : `${IMAGES}/${encodeURIComponent(src)}`;
}

/** Draws event cards. Equal cards share one file. */
function cardDrawer(put: Put): (card: EventCard) => Promise<string> {
  const cards = eventCardPng();
  const known = new Map<string, string>();
  return async (card) => {
    const key = JSON.stringify(card);
    const path = known.get(key) ?? `cards/${known.size + 1}.png`;
    if (!known.has(key)) await put(path, (await cards.event(card)).bytes);
    known.set(key, path);
    return path;
  };
}

/** What is wrong with an item: it is blocked and should not be, or the other way round. */
function wrongOf(found: readonly Found[], refused: boolean): { wrong?: string } {
  const blocking = found.filter(({ level }) => level === 'blocks');
  if (refused) return blocking.length > 0 ? {} : { wrong: 'It should be held back, and nothing blocks it.' };
  return blocking.length === 0 ? {} : { wrong: blocking.map(({ rule, sentence }) => `${rule}: ${sentence}`).join(' ') };
}

function verdict(found: readonly Found[], rules: number) {
  const broken = new Set(found.map(({ rule }) => rule)).size;
  const blocked = found.some(({ level }) => level === 'blocks');
  return {
    status: blocked ? 'bad' : broken > 0 ? 'warn' : 'good',
    passed: `${rules - broken} of ${rules} rules hold${blocked ? ': it is held back' : ''}`,
    findings: found.map(({ level, rule, sentence }) => ({ level: level === 'blocks' ? 'Blocks' : 'Warns', rule, sentence })),
  };
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

async function inTurn<T, R>(all: readonly T[], make: (one: T, i: number) => Promise<R>): Promise<R[]> {
  const made: R[] = [];
  for (const [i, one] of all.entries()) made.push(await make(one, i));
  return made;
}

/** Makes unique names for files and for places on the page. */
function namer(): (title: string) => string {
  const taken = new Map<string, number>();
  return (title) => {
    const name = title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60);
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    return count === 1 ? name : `${name}-${count}`;
  };
}
