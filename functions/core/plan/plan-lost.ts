// What does not go out because the file of its story is gone, is a draft, or has a problem.
import { type PlanInput, planPublications } from '#core/plan/plan';
import type { Publication } from '#core/publication/publication';
import type { Absent } from '#core/story/absent';
import type { Slug } from '#core/story/story';

/**
 * Returns, by time, the publications that would go out if the absent stories were as they were last read: each is dropped, with the
 * reason. Digests go out without these stories.
 */
export function planLost(input: PlanInput, absent: readonly Absent[]): Publication[] {
  if (absent.length === 0) return [];
  const reasons = new Map(absent.map(({ story, reason }): [Slug | undefined, string] => [story.slug, reason]));
  const stories = absent.map(({ story }) => story);
  const planned = planPublications({ ...input, stories, rules: { ...input.rules, digests: [] } });
  return planned.flatMap((publication) => {
    const reason = reasons.get(publication.stories[0]);
    return publication.decision === 'go' && reason !== undefined ? [{ ...publication, decision: 'dropped' as const, reason }] : [];
  });
}
