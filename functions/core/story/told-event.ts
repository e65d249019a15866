// The event whose readers get a message.
import type { Problem } from '#core/parsing/problem';
import { fileNameOf } from '#core/story/slug';
import type { LearningEvent, Message, Story } from '#core/story/story';

/** Returns the event that a message names: by its identity, or by the name that its file has now. */
export function toldEvent({ to }: Message, stories: readonly Story[]): LearningEvent | undefined {
  if (to.kind !== 'event') return undefined;
  const named = to.event.replace(/\.md$/u, '');
  return stories.find(
    (story): story is LearningEvent => story.kind === 'event' && (story.slug === named || fileNameOf(story.file) === `${named}.md`),
  );
}

/** Returns the problem of each message that names an event which is not there. Its readers cannot be known. */
export function eventlessMessages(stories: readonly Story[]): Problem[] {
  return stories.flatMap((story) => {
    if (story.kind !== 'message' || story.to.kind !== 'event' || toldEvent(story, stories)) return [];
    const sentence = `There is no event called "${story.to.event}", so nobody knows whom this message is for. After "event:" write the name of the event’s file.`;
    return [{ file: story.file, line: 1, sentence }];
  });
}
