import type { Temporal } from 'temporal-polyfill';
import type { DraftVersion } from '#core/draft/draft';
import type { Problem } from '#core/parsing/problem';
import { channelName } from '#core/publication/names';
import type { Publication } from '#core/publication/publication';
import { withDraft } from '#flow/draft/drafted-content';
import { previewWorld } from '#flow/draft/preview-draft';
import type { Unbegun } from '#flow/publish/approve';
import { type Planned, readForecast } from '#flow/publish/plan';
import type { World } from '#ports';
import type { ShownMail } from '#web/desk/decode-mail';
import {
  findPublication,
  mailPreview,
  type PreviewWorld,
  type SocialPreview,
  socialPreview,
  unbegunOf,
  unsentMail,
} from '#web/desk/publication-view';
import { page } from '#web/page';
import { readWritten } from '#web/read-content';
import { eventView, postView } from '#web/site/story-view';

export type DraftPreviewWorld = PreviewWorld & Pick<World, 'publications'>;

/**
 * `problems`: what keeps it from being shown. `testable`: the publication of `email`, of which a test may be sent. `page`: the page on the
 * website, as HTML; undefined when the text cannot be read at all. `site`: the origin in the email's links.
 */
export type DraftPreview = {
  isFilled: boolean;
  problems: Problem[];
  email?: ShownMail;
  testable?: Unbegun;
  posts: (SocialPreview & { on: string })[];
  page?: string;
  site: string;
};

const AHEAD_HOURS = 366 * 24;

/**
 * Returns what the draft looks like. Without `of`, as a story that is new: its first email, its posts and its page. With `of`, one
 * publication of the plan as it would be with the draft.
 */
export async function draftPreview(
  world: DraftPreviewWorld,
  draft: DraftVersion,
  { file, now, of }: { file: string; now: Temporal.ZonedDateTime; of?: string | undefined },
): Promise<DraftPreview> {
  if (of !== undefined)
    return { isFilled: false, problems: [], ...(await publicationsOf(withDraft(world, { text: draft.text, file }), [of], now)) };
  const { world: fresh, isFilled } = previewWorld(world, draft, file, now);
  const planned = await readForecast(fresh, now.toInstant(), now.toInstant().add({ hours: AHEAD_HOURS }));
  const ids = firstOfEach(planned?.publications ?? []).map(({ id }) => id);
  const { rules, images, stories, problems } = planned ? { ...planned.newsroom, images: planned.sources.images } : await readWritten(fresh);
  const [story] = stories;
  const site = story && rules && storyPage(story, rules, images, now.toInstant());
  return { isFilled, problems, ...(await publicationsOf(fresh, ids, now, planned)), ...(site === undefined ? {} : { page: site }) };
}

type WrittenStory = Awaited<ReturnType<typeof readWritten>>['stories'][number];

function storyPage(
  story: WrittenStory,
  rules: Parameters<typeof postView>[1],
  images: Parameters<typeof postView>[2],
  now: Temporal.Instant,
): string | undefined {
  if (story.kind === 'message') return undefined;
  if (story.kind === 'post') return page('site/post', postView(story, rules, images), { title: story.title, rules });
  return page('site/event', eventView(story, rules, images, now), { title: story.title, rules });
}

/** The first email that is no digest, and the first post on each channel. */
function firstOfEach(publications: readonly Publication[]): Publication[] {
  const going = publications.filter(({ decision, kind }) => decision === 'go' && kind !== 'digest');
  return [...new Set(going.map(({ channel }) => channel))].flatMap((channel) => going.find((one) => one.channel === channel) ?? []);
}

async function publicationsOf(
  world: DraftPreviewWorld,
  ids: readonly string[],
  now: Temporal.ZonedDateTime,
  planned?: Planned,
): Promise<Pick<DraftPreview, 'email' | 'testable' | 'posts' | 'site'>> {
  const found: Pick<DraftPreview, 'email' | 'testable' | 'posts' | 'site'> = { posts: [], site: '' };
  for (const id of ids) {
    const shown = await findPublication(world, id, now.toInstant(), planned);
    if (!shown) continue;
    found.site = shown.rules?.site ?? '';
    const { channel } = shown.publication;
    if (channel === 'email') {
      // What the checklist says of it is on the page before Publish.
      const mail = shown.record?.begun ? (await mailPreview(world, shown, 1)).mail : unsentMail(shown);
      const testable = unbegunOf(shown);
      if (mail && !found.email) Object.assign(found, { email: mail }, testable && { testable });
    } else found.posts.push({ ...(await socialPreview(world, shown)), on: channelName(channel) });
  }
  return found;
}
