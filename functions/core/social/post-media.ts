import { cardAlt, type EventCard, eventCard } from '#core/card/event-card';
import type { Rules } from '#core/rules/rules';
import type { SocialFinding } from '#core/social/post-lint';
import type { Story } from '#core/story/story';

/** An image of a post. `src`: its name below the images folder, or a card's name. A card is drawn from its facts on each use. */
export type PostMedia = { src: string; alt: string; card?: EventCard };

/**
 * Returns a post's picture: the story's own image, or else an event's card if the rules want cards. A decoration says nothing, and X takes
 * no picture without words.
 */
export function postMedia(story: Story, rules: Rules): { media: PostMedia[]; findings: SocialFinding[] } {
  if (story.image && story.image.alt !== '')
    return { media: [{ src: story.image.src, alt: story.image.alt.toWellFormed() }], findings: [] };
  if (story.kind !== 'event' || !rules.social.cards) return { media: [], findings: [] };
  const card = eventCard(story, rules);
  if (card) return { media: [{ src: 'card.png', alt: cardAlt(card), card }], findings: [] };
  const sentence =
    'The post has no picture: the event’s title or place has letters that the typeface of our event cards lacks. Give the event an image of its own.';
  return { media: [], findings: [{ rule: 'no-card', level: 'warns', sentence }] };
}
