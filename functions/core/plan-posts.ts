import { type Ground, type PostStanding, publicationId } from '#core/plan-ground';
import { emailTiming, socialTiming } from '#core/plan-timing';
import type { Publication } from '#core/publication';

/** A blog post goes out at once to those who want each, and in the next slot on X. */
export function planPost({ story: { slug }, available }: PostStanding, { rules }: Ground): Publication[] {
  const alert: Publication = { id: publicationId('alert', slug), kind: 'alert', channel: 'email', stories: [slug], fate: 'go', ...emailTiming(available, rules) };
  const slot = socialTiming(available, rules);
  if (slot === undefined) return [alert];
  return [alert, { id: publicationId('x', slug), kind: 'social', channel: 'x', stories: [slug], fate: 'go', ...slot }];
}
