import type { Context } from 'hono';
import type { Temporal } from 'temporal-polyfill';
import type { ImageFile } from '#core/image/image-file';
import type { Rules } from '#core/rules/rules';
import type { PublicStory } from '#core/story/story';
import { page } from '#web/page';
import { type ContentWorld, publicStories, readWritten } from '#web/read-content';
import { readIdentified } from '#web/read-stories';
import { nowOf, type WebEnv } from '#web/request';

export type Asked = Context<WebEnv>;

/** The rules and images at `now`. */
type RulesRead = { rules: Rules; images: ImageFile[]; now: Temporal.Instant };

/** The stories that readers may see at `now`. `movedTo`: the story that an address led to before its file was renamed. */
export type Read = RulesRead & { stories: PublicStory[]; movedTo(kind: PublicStory['kind'], address: string): PublicStory | undefined };

type Answer<R> = (c: Asked, read: R) => Response | Promise<Response>;
type Wrap<R> = (answer: Answer<R>) => (c: Asked) => Promise<Response>;

/** Wraps a page that needs the rules. While there are none that can be read, it answers 503 with a page that says so. */
export function reading(world: ContentWorld): Wrap<RulesRead> {
  return (answer) => async (c) => {
    const { rules, images } = await readWritten(world);
    return rules ? answer(c, { rules, images, now: nowOf(c) }) : mending(c);
  };
}

/** Wraps a page that needs the stories too. */
export function readingStories(world: ContentWorld): Wrap<Read> {
  return (answer) => async (c) => {
    const now = nowOf(c);
    const written = await readIdentified(world, now);
    const { rules, images, formerAddresses } = written;
    if (!rules) return mending(c);
    const stories = publicStories([...written.stories, ...written.asSent], rules, now);
    const movedTo: Read['movedTo'] = (kind, address) => {
      const former = formerAddresses.get(address);
      return stories.find((story) => story === former && story.kind === kind);
    };
    return answer(c, { rules, images, now, stories, movedTo });
  };
}

function mending(c: Asked): Response | Promise<Response> {
  return c.html(page('mending', {}, { title: 'We are mending this website', rules: undefined }), 503);
}
