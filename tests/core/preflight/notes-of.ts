import { Temporal } from 'temporal-polyfill';
import { fieldsOf, newStory, type StoryFields, type StoryKind, withFields } from '#core/draft/story-fields';
import { type PreflightItem, preflight, type Setting } from '#core/preflight/preflight';

const POST: Partial<StoryFields> = {
  title: 'Talking first',
  author: 'Robin Sample',
  published: { day: '26', month: '11', year: '2026', time: '09:00' },
  body: 'We spoke before we acted.',
};
const EVENT: Partial<StoryFields> = {
  title: 'Spring learning session',
  starts: { day: '18', month: '3', year: '2027', time: '09:30' },
  ends: { day: '18', month: '3', year: '2027', time: '16:30' },
  venue: 'Exeter',
  published: { day: '12', month: '1', year: '2027', time: '10:00' },
  body: 'Bring a colleague.',
};

export const SETTING: Setting = {
  now: Temporal.PlainDateTime.from('2026-11-20T10:00'),
  isNew: true,
  others: [],
  site: { address: 'https://news.example.org', pages: new Set(['/posts/known']) },
  deadLinks: new Set(['https://elsewhere.example.com/gone']),
  nextMorning: { day: '23', month: '11', year: '2026', time: '09:00' },
};

/** Returns the text of a new story with these fields, as a file has it. */
export function draftOf(kind: StoryKind, fields: Partial<StoryFields>): { text: string; kind: StoryKind } {
  const empty = newStory(kind, {});
  const all = { ...fieldsOf(empty, kind).fields, ...(kind === 'post' ? POST : EVENT), ...fields };
  return { text: withFields(empty, kind, all), kind };
}

/** Returns what one rule says of a story with these fields. */
export function saidBy(rule: string, kind: StoryKind, fields: Partial<StoryFields>, setting: Partial<Setting> = {}): PreflightItem[] {
  return preflight(draftOf(kind, fields), { ...SETTING, ...setting }).filter((item) => item.rule === rule);
}
