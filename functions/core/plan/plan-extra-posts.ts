import { AFTER_ITS_TIME } from '#core/plan/after-time';
import { type Available, type PlanContext, recordedDue } from '#core/plan/plan-context';
import { socialTime } from '#core/plan/timing';
import { socialId } from '#core/publication/channels';
import type { Publication, SocialChannel } from '#core/publication/publication';
import { lastMoment, leadsTo, wantedAt } from '#core/story/extra-posts';
import type { ExtraPost } from '#core/story/story';
import { isBefore } from '#core/time/compare';
import { nhsDateTime } from '#core/time/nhs-dates';
import { atWallClock } from '#core/time/wall-clock';

/** Plans a story's extra posts on one channel. `first`: the story's first post there; extra posts come after it. */
export function planExtraPosts(
  { story, postsSeen }: Available,
  on: SocialChannel,
  first: Publication,
  context: PlanContext,
): Publication[] {
  const { rules, recordsOf, overrides } = context;
  const known = recordedDue(first, context);
  const asked = (story.extraPosts ?? []).flatMap((extra) => {
    const id = socialId(on, story.slug, extra.key);
    const wanted = atWallClock(wantedAt(extra, story), rules.timezone);
    const timing = socialTime(wanted, { rules, override: overrides.get(id) });
    if (timing === undefined) return [];
    const seen = postsSeen.get(extra.key);
    const isLate = rules.savedLate === 'ask' && seen !== undefined && isBefore(lastMoment(extra, wanted), seen);
    const post: Publication = {
      id,
      kind: 'social',
      channel: on,
      stories: [story.slug],
      decision: 'go',
      extra: extra.key,
      ...(isLate ? { asks: AFTER_ITS_TIME } : {}),
      ...timing,
    };
    const reason = useless(post, extra);
    return reason === undefined ? post : { ...post, decision: 'dropped' as const, reason };
  });
  const ids = new Set(asked.map(({ id }) => id));
  const gone = (recordsOf.get(story.slug) ?? [])
    .filter(({ id, extra, channel, state }) => extra !== undefined && channel === on && state === 'waiting' && !ids.has(id))
    .map(({ id, kind, channel, stories, extra = '', due }): Publication => {
      return { id, kind, channel, stories, extra, due, decision: 'dropped', reason: 'It is not in the story’s list any more.' };
    });
  return [...asked, ...gone];

  function useless({ due }: Publication, extra: ExtraPost): string | undefined {
    if (story.kind === 'event') {
      if (story.status !== 'confirmed') return `The event is ${story.status}.`;
      const starts = atWallClock(story.starts, rules.timezone);
      if (leadsTo(extra, story) && !isBefore(due, starts)) return `It would come after the event has started on ${nhsDateTime(starts)}.`;
    }
    return isBefore(known, due) ? undefined : `It would not come after the first post on ${nhsDateTime(known)}.`;
  }
}
