import { Temporal } from 'temporal-polyfill';
import { notesByFile, problemsByFile } from '#core/parsing/problem';
import { kindName, publicationName } from '#core/publication/names';
import { links } from '#core/site/links';
import { isPublic } from '#core/story/story';
import { isAfter } from '#core/time/compare';
import { nhsDateTime } from '#core/time/nhs-dates';
import { atWallClock } from '#core/time/wall-clock';
import { readOutlook } from '#flow/publish/outlook';
import { namedStories } from '#flow/publish/shown-stories';
import { localPage, type Shown } from '#local/pages/local-page';

const YEAR_HOURS = 366 * 24;
const here = links({ site: '' });

/** Renders the front page: what is running, the clock's time, and links to everything. */
export async function frontPage(newsroom: Shown): Promise<string> {
  const now = newsroom.clock.now();
  const local = now.toZonedDateTimeISO(newsroom.timezone);
  const [outlook, mails] = await Promise.all([readOutlook(newsroom.world, now, now.add({ hours: YEAR_HOURS })), newsroom.ses.mails()]);
  const { problems, planned } = outlook;
  const stories = planned?.newsroom.stories ?? [];
  const known = planned ? namedStories(planned) : new Map();
  const next = outlook.entries.find((entry) => entry.state === 'planned' && isAfter(entry.due, now));
  const view = {
    now: nhsDateTime(local),
    zone: newsroom.timezone,
    picker: local.toPlainDateTime().toString({ smallestUnit: 'minute' }),
    next: next && { name: publicationName(next, known), when: nhsDateTime(next.due) },
    mails: mails.length,
    oneMail: mails.length === 1,
    posts: newsroom.x.posts().length,
    onePost: newsroom.x.posts().length === 1,
    problems: problemsByFile(problems),
    notes: notesByFile(problems),
    stories: stories
      .toSorted((a, b) => Temporal.PlainDateTime.compare(a.published, b.published))
      .map((story) => {
        const published = atWallClock(story.published, newsroom.timezone);
        const out = !isAfter(published, now);
        return {
          title: story.title,
          kind: kindName(story.kind),
          when: nhsDateTime(published),
          ...(out && isPublic(story) ? { url: here.story(story) } : {}),
        };
      }),
  };
  return localPage(newsroom, 'front', view, { title: 'The newsroom on this machine', current: '/' });
}
