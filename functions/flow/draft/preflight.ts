import type { Temporal } from 'temporal-polyfill';
import type { DraftVersion } from '#core/draft/draft';
import { linksElsewhere, type PreflightItem, preflight } from '#core/preflight/preflight';
import { links as linksOf } from '#core/site/links';
import { fileOf } from '#core/story/resemblance';
import { isPublic, type PublicStory, type Slug } from '#core/story/story';
import { storyKindOf } from '#core/story/story-files';
import { nextMorning } from '#flow/draft/begin-draft';
import type { Consequences } from '#flow/draft/consequences';
import type { Planned } from '#flow/publish/plan';
import type { LinkChecker } from '#ports';

/**
 * Returns what the pre-flight says of a draft, the most useful first. `deadLinks`: what other sites do not have. Nothing while there are
 * no rules to plan by.
 */
export function preflightOf(
  draft: Pick<DraftVersion, 'text' | 'kind' | 'base'>,
  { file, planned }: Pick<Consequences, 'file' | 'planned'>,
  now: Temporal.ZonedDateTime,
  deadLinks: ReadonlySet<string> = new Set(),
): PreflightItem[] {
  if (!planned) return [];
  const { stories, rules } = planned.newsroom;
  return preflight(draft, {
    now: now.toPlainDateTime(),
    isNew: draft.base === undefined,
    others: stories.filter((story) => story.file !== file),
    site: { address: rules.site, pages: pagesOf(planned) },
    deadLinks,
    nextMorning: nextMorning(now, rules),
  });
}

/** Asks other sites for the pages that a draft links to, and returns those that are not there. */
export async function deadLinksOf(
  links: LinkChecker,
  draft: Pick<DraftVersion, 'text' | 'kind'>,
  { planned }: Pick<Consequences, 'planned'>,
): Promise<ReadonlySet<string>> {
  if (!planned) return new Set();
  const states = await links.check(linksElsewhere(draft, planned.newsroom.rules.site));
  return new Set([...states].flatMap(([url, state]) => (state === 'dead' ? [url] : [])));
}

/** The paths that lead to a story, also its former ones, and of a story that is not there any more: its page may stay. */
function pagesOf({ newsroom: { stories, rules }, storiesSeen }: Planned): ReadonlySet<string> {
  const site = linksOf(rules);
  const path = (kind: PublicStory['kind'], address: Slug) => site.story({ kind, slug: address }).slice(rules.site.length);
  const seen = [...storiesSeen.values()].flatMap((record) => {
    const { slug, address = slug, formerAddresses = [] } = record;
    const kind = storyKindOf(fileOf(record));
    return kind === 'message' ? [] : [slug, address, ...formerAddresses].map((name) => path(kind, name));
  });
  return new Set([...seen, ...stories.filter(isPublic).map((story) => path(story.kind, story.address ?? story.slug))]);
}
