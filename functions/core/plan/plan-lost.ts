// What does not go out because the file of its story is gone, is a draft, or has a problem.
import { type PlanInput, planPublications } from '#core/plan/plan';
import type { Publication } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import type { Absent } from '#core/story/absent';
import type { Slug, Story } from '#core/story/story';

/**
 * Returns, by time, the publications that would go out if the absent stories were as they were last read: each is dropped, with the
 * reason. Digests go out without these stories.
 */
export function planLost(input: PlanInput, absent: readonly Absent[]): Publication[] {
  if (absent.length === 0) return [];
  const { stories, reasons } = lastReadOf(absent);
  const planned = planPublications({ ...input, stories, rules: withoutDigests(input.rules) });
  return planned.flatMap((publication) => {
    const reason = reasons.get(publication.stories[0]);
    return publication.decision === 'go' && reason !== undefined ? [{ ...publication, decision: 'dropped' as const, reason }] : [];
  });
}

type LastRead = { stories: Story[]; reasons: ReadonlyMap<Slug | undefined, string> };
/** Of lists and rules that nobody changes: they stay the same until a file is another one, and what is remembered of them counts. */
const lastReads = new WeakMap<readonly Absent[], LastRead>();
const rulesWithout = new WeakMap<Rules, Rules>();

function lastReadOf(absent: readonly Absent[]): LastRead {
  const known = lastReads.get(absent);
  if (known) return known;
  const reasons = new Map(absent.map(({ story, reason }): [Slug | undefined, string] => [story.slug, reason]));
  const lastRead = { stories: absent.map(({ story }) => story), reasons };
  lastReads.set(absent, lastRead);
  return lastRead;
}

function withoutDigests(rules: Rules): Rules {
  const known = rulesWithout.get(rules) ?? { ...rules, digests: [] };
  rulesWithout.set(rules, known);
  return known;
}
