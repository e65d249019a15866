import { type AvailablePost, areRecorded, type PlanContext } from '#core/plan/plan-context';
import { planExtraPosts } from '#core/plan/plan-extra-posts';
import { emailTime, socialTime } from '#core/plan/timing';
import { socialChannels, socialId } from '#core/publication/channels';
import { type Publication, publicationId } from '#core/publication/publication';

/** Plans a blog post: an alert at once for readers who want each post, a social post in the next slot, and its extra posts. */
export function planPost(post: AvailablePost, context: PlanContext): Publication[] {
  const { story, available } = post;
  const { rules, overrides } = context;
  const { slug } = story;
  const channels = socialChannels(rules);
  const alert = publicationId('alert', slug);
  const more = story.extraPosts !== undefined || context.recordsOf.get(slug)?.some(({ extra }) => extra !== undefined);
  if (areRecorded([alert, ...channels.map((channel) => socialId(channel, slug))], context) && !more) return [];
  const email: Publication = {
    id: alert,
    kind: 'alert',
    channel: 'email',
    stories: [slug],
    decision: 'go',
    ...emailTime(available, { rules, override: overrides.get(alert), earliest: available }),
  };
  const social = channels.flatMap((channel) => {
    const id = socialId(channel, slug);
    const time = socialTime(available, { rules, override: overrides.get(id), earliest: available });
    if (time === undefined) return [];
    const first: Publication = { id, kind: 'social', channel, stories: [slug], decision: 'go', ...time };
    return [first, ...planExtraPosts(post, channel, first, context)];
  });
  return [email, ...social];
}
