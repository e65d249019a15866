import { areSettled, type Ground, type PostStanding, publicationId } from '#core/plan-ground';
import { emailTiming, socialTiming } from '#core/plan-timing';
import type { Publication } from '#core/publication';

/** A blog post goes out at once to those who want each, and in the next slot on X. */
export function planPost({ story: { slug }, available }: PostStanding, ground: Ground): Publication[] {
  const [alert, x] = [publicationId('alert', slug), publicationId('x', slug)];
  if (areSettled([alert, x], ground)) return [];
  const email: Publication = {
    id: alert,
    kind: 'alert',
    channel: 'email',
    stories: [slug],
    fate: 'go',
    ...emailTiming(available, ground.rules),
  };
  const slot = socialTiming(available, ground.rules);
  if (slot === undefined) return [email];
  return [email, { id: x, kind: 'social', channel: 'x', stories: [slug], fate: 'go', ...slot }];
}
