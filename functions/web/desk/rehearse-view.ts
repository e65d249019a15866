// The weeks to come as one reader would see them: the inbox, and the accounts' timelines.
import type { Temporal } from 'temporal-polyfill';
import { preheaderOf } from '#core/email/preheader';
import { subjectOf } from '#core/email/subject';
import { firstAt } from '#core/plan/timing';
import { channelName, handleOn, publicationUrl } from '#core/publication/names';
import type { PublicationId } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { frequencies } from '#core/subscriber/frequencies';
import type { Choices } from '#core/subscriber/subscriber';
import { count } from '#core/text/wrap';
import { nhsDateTime } from '#core/time/nhs-dates';
import { emailsFor, rehearse } from '#flow/draft/rehearse';
import type { OutlookEntry, OutlookWorld } from '#flow/publish/outlook';
import { previousFactsOf } from '#flow/publish/shown-stories';
import type { World } from '#ports';
import type { ShownMail } from '#web/desk/decode-mail';
import { draftUrl, UNTITLED } from '#web/desk/draft-desk';
import type { AheadRow, RowWorld } from '#web/desk/plan-row';
import { readPlanRows } from '#web/desk/plan-rows';
import { unsentMail } from '#web/desk/publication-view';
import type { Written } from '#web/read-content';

export type RehearseWorld = RowWorld & OutlookWorld & Pick<World, 'subscribers'>;

export const WEEKS = [4, 8, 13] as const;

/** What is asked: a reader's choices, how far ahead, and whether as if the drafts were published. */
export type Asked = { choices: Choices; weeks: number; drafts: boolean };

/** What a page shows of one who does not exist. Its address is never stored. */
const READER = 'a-reader@example.org';

/** Returns what the address of the rehearsal's pages says. */
export function askedQuery({ choices, weeks, drafts }: Asked): URLSearchParams {
  return new URLSearchParams([
    ['frequency', choices.frequency],
    ...choices.topics.map((topic) => ['topics', topic]),
    ...(choices.organisation === undefined ? [] : [['organisation', choices.organisation]]),
    ['weeks', String(weeks)],
    ...(drafts ? [['drafts', 'yes']] : []),
  ]);
}

/** Returns what is asked, in words: `The next 4 weeks, for a reader in Devon who chose “once a week”, on all topics`. */
export function askedWords({ choices, weeks }: Asked, rules: Rules): string {
  const often = frequencies(rules).find(({ value }) => value === choices.frequency)?.often ?? choices.frequency;
  const trust = choices.organisation && rules.organisations.get(choices.organisation);
  const topics = choices.topics.map((topic) => rules.topics.get(topic) ?? topic);
  const about = topics.length === 0 ? 'on all topics' : `on ${topics.join(', ')}`;
  return `The next ${weeks} weeks, for a reader${trust ? ` in ${trust}` : ''} who chose “${often}”, ${about}`;
}

async function rehearsed(world: RehearseWorld, written: Written, now: Temporal.Instant, { choices, weeks, drafts }: Asked) {
  const zone = written.rules?.timezone ?? 'Europe/London';
  const until = now.toZonedDateTimeISO(zone).add({ weeks }).toInstant();
  const rehearsal = await rehearse(world, written, { now, until, drafts, zone });
  const { planned } = rehearsal.outlook;
  if (!planned) return undefined;
  const reader = { ...choices, id: world.subscribers.idOf(READER), address: READER };
  return { ...rehearsal, planned, emails: emailsFor(rehearsal.outlook, planned, reader) };
}

export type RehearsalView = {
  words: string;
  emails: object[];
  accounts: { on: string; as: string; posts: object[] }[];
  used: string[];
  left: { title: string; url: string | undefined; why: string }[];
  sums: string;
};

/** Returns the inbox and the timelines; undefined while no rules can be read. Changes nothing. */
export async function rehearsalView(
  world: RehearseWorld,
  written: Written,
  now: Temporal.Instant,
  asked: Asked,
): Promise<RehearsalView | undefined> {
  const found = await rehearsed(world, written, now, asked);
  if (!found) return undefined;
  const { outlook, planned, used, left } = found;
  const { rules } = planned.newsroom;
  const rows = await readPlanRows(found.world, outlook, now);
  const drafted = new Map(used.map(({ file, title }) => [file, title]));
  const fromDrafts = (slugs: readonly string[]) =>
    planned.newsroom.stories.filter(({ slug, file }) => slugs.includes(slug) && drafted.has(file)).map(({ title }) => title);
  const isPost = ({ channel, state, lost }: OutlookEntry) => channel !== 'email' && (state === 'planned' || state === 'waiting') && !lost;
  const posts = outlook.entries.filter(isPost);
  const lines = await rows.ahead([...found.emails.map(({ entry }) => entry), ...posts]);
  const lineOf = new Map(lines.flatMap((line) => (line.cancelled ? [] : [[line.url, line] as const])));
  const emails = found.emails.flatMap(({ entry, publication, stories }) => {
    const line = lineOf.get(publicationUrl(entry.id));
    if (!line) return [];
    const at = firstAt(publication.due, rules, now);
    const input = { publication, stories, rules, at, images: planned.sources.images, ...previousFactsOf(stories, planned) };
    const url = `/desk/rehearse/email?${new URLSearchParams([...askedQuery(asked), ['of', entry.id]])}`;
    const mail = { when: nhsDateTime(at), subject: subjectOf(input), preheader: preheaderOf(input), url };
    return [{ ...stateOf(line), ...mail, drafts: fromDrafts(publication.stories) }];
  });
  const shown = posts.flatMap((entry) => {
    const line = lineOf.get(publicationUrl(entry.id));
    const parts = rows.forecast?.posts.get(entry.id)?.parts;
    if (!line || !parts) return [];
    const said = parts.map(({ text, media }) => ({ text, pictures: media.map(({ alt }) => alt) }));
    return [{ ...stateOf(line), channel: entry.channel, when: nhsDateTime(entry.due), parts: said, drafts: fromDrafts(entry.stories) }];
  });
  const accounts = [...Map.groupBy(shown, ({ channel }) => channel)].map(([channel, its]) => ({
    on: channelName(channel),
    as: channel === 'email' ? '' : handleOn(channel, rules),
    posts: its,
  }));
  return {
    words: askedWords(asked, rules),
    sums: `${count(emails.length, 'email')} and ${count(shown.length, 'post')}`,
    emails,
    accounts,
    used: used.map(({ title }) => title || UNTITLED),
    left: left.map(({ one, why }) => ({ title: one.title || UNTITLED, url: one.draft && draftUrl(one.draft.draft), why })),
  };
}

function stateOf({ tag, colour, reason, goes }: AheadRow) {
  return { tag, colour, goes, reason };
}

/** Returns one email of the rehearsal as the reader would get it; undefined when the rehearsal has none of this id. */
export async function rehearsedMail(
  world: RehearseWorld,
  written: Written,
  now: Temporal.Instant,
  asked: Asked,
  id: string,
): Promise<{ id: PublicationId; mail: ShownMail; from: string; rules: Rules } | undefined> {
  const found = await rehearsed(world, written, now, asked);
  const email = found?.emails.find(({ entry }) => entry.id === id);
  if (!found || !email) return undefined;
  const { planned } = found;
  const { rules } = planned.newsroom;
  const record = planned.records.find((one) => one.id === id && one.state === 'waiting');
  const mail = unsentMail({
    now,
    publication: email.publication,
    ...(record && { record }),
    rules,
    stories: email.stories,
    images: planned.sources.images,
    ...previousFactsOf(email.stories, planned),
  });
  return mail && { id: email.entry.id, mail, from: `${rules.sender.name} <${rules.sender.address}>`, rules };
}
