// One publication on the desk: its content, its audience and its status. A begun one is shown as it was sealed.

import type { Temporal } from 'temporal-polyfill';
import type { EventCard } from '#core/card/event-card';
import { adviceOf } from '#core/email-check/advice';
import type { ImageFile } from '#core/image/image-file';
import { fillMail, prepareMail } from '#core/mime/mail-message';
import { firstAt } from '#core/plan/timing';
import { publicationUrl } from '#core/publication/names';
import type { Publication, PublicationRecord } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { links } from '#core/site/links';
import { composeSocialPost } from '#core/social/compose-post';
import type { SealedPart } from '#core/social/sealed-parts';
import { dollars } from '#core/social/x-budget';
import { POST_LIMIT, weigh } from '#core/social/x-length';
import type { EventFacts } from '#core/story/event-facts';
import type { Story } from '#core/story/story';
import { curlyQuotes } from '#core/text/curly-quotes';
import { composeMail } from '#flow/email/compose-mail';
import { type Unbegun, unbegun } from '#flow/publish/approve';
import { mailFindings } from '#flow/publish/check-mail';
import { type Foreseen, forecastPosts } from '#flow/publish/forecast';
import { backdatedRecords, lateNow } from '#flow/publish/late';
import { type Planned, readForecast } from '#flow/publish/plan';
import { previousFactsOf } from '#flow/publish/shown-stories';
import { sealedParts } from '#flow/social/post-parts';
import type { World } from '#ports';
import { type AudienceView, expectedAudience, sealedAudience } from '#web/desk/audience-view';
import { type ShownMail, shownMail } from '#web/desk/decode-mail';

export type PreviewWorld = Pick<World, 'content' | 'publications' | 'subscribers' | 'ledger' | 'texts' | 'switches'>;

/** How far ahead a publication is searched; the plan page goes as far. */
const AHEAD_HOURS = 366 * 24;

export type Shown = {
  /** The moment of the request. What has not begun is shown as it would begin then. */
  now: Temporal.Instant;
  publication: Publication;
  record?: PublicationRecord;
  rules?: Rules;
  stories: Story[];
  images: ImageFile[];
  planned?: Planned;
  /** It was missed, or its story is `backdated`: the same as a person can still send it. */
  late?: Unbegun;
  backdated?: true;
  /** The facts of the event that readers got last. */
  previousFacts?: EventFacts;
};

/**
 * Finds a planned or recorded publication, with its stories as they are now; undefined when none has this id. `foreseen`: the plan, if it
 * is known already.
 */
export async function findPublication(
  world: PreviewWorld,
  id: string,
  now: Temporal.Instant,
  foreseen?: Planned,
): Promise<Shown | undefined> {
  const planned = foreseen ?? (await readForecast(world, now, now.add({ hours: AHEAD_HOURS })));
  const records = planned?.records ?? (await world.publications.all());
  const known = records.find((one) => one.id === id);
  // A missed one whose story got a later time of publication is ahead again.
  const isAhead = known?.state === 'missed' && planned?.publications.some((one) => one.id === id);
  const backdated = known || !planned ? undefined : backdatedRecords(planned).find((one) => one.id === id);
  const record = isAhead ? undefined : (known ?? backdated);
  const publication = [...(planned?.publications ?? []), ...(planned?.lost ?? [])].find((one) => one.id === id) ?? record;
  const late = record && planned && (await lateNow(world, record, planned, now));
  if (late)
    return {
      now,
      publication: late.publication,
      record,
      late,
      ...(backdated && { backdated: true }),
      ...around(late.publication, late.planned),
    };
  return publication && { now, publication, ...(record ? { record } : {}), ...around(publication, planned) };
}

function around(publication: Publication, planned: Planned | undefined): Omit<Shown, 'now' | 'publication' | 'record'> {
  if (!planned) return { stories: [], images: [] };
  const stories = publication.stories.flatMap((slug) => planned.newsroom.stories.filter((story) => story.slug === slug));
  return { planned, rules: planned.newsroom.rules, stories, images: planned.sources.images, ...previousFactsOf(stories, planned) };
}

/** `findings`: what the checklist says before it goes out, with the most useful advice. `more`: the other advice. */
export type MailPreview = {
  audience: AudienceView;
  versions: { people: number }[];
  mail?: ShownMail;
  findings: Finding[];
  more?: { count: number; sentences: string[] };
};

/** Returns the email as a reader called Sam gets it. `version` counts from 1: readers who chose topics may get fewer stories. */
export async function mailPreview(world: PreviewWorld, shown: Shown, version: number): Promise<MailPreview> {
  const { publication, record, rules } = shown;
  if (record?.begun) {
    const { mails, ...audience } = await sealedAudience(world, publication.id, rules);
    const most = [...mails].sort(([, a], [, b]) => b - a);
    const address = most[version - 1]?.[0];
    const versions = most.map(([, people]) => ({ people }));
    return address === undefined
      ? { audience, versions, findings: [] }
      : { audience, versions, findings: [], mail: opened(await world.texts.get(address), record.site ?? '') };
  }
  if (!rules || !isComposable(shown)) return { audience: { count: 0, organisations: [] }, versions: [], findings: [] };
  const { stories, planned } = shown;
  const audience = await expectedAudience(world, { publication, stories, records: planned?.records ?? [] }, rules);
  const mail = unsentMail(shown);
  const findings = planned ? mailFindings(publication, planned) : [];
  const { shown: advice, rest } = adviceOf(findings);
  return {
    audience,
    versions: [{ people: audience.count }],
    ...(mail && { mail }),
    findings: [...findings.filter(({ level }) => level === 'blocks'), ...advice].map(shownFinding),
    ...(rest.length > 0 && { more: { count: rest.length, sentences: rest.map(({ sentence }) => curlyQuotes(sentence)) } }),
  };
}

/** Returns the email of a publication that has not begun, as it would read now; undefined when it cannot be composed. */
export function unsentMail(shown: Shown): ShownMail | undefined {
  const { publication, record, rules, stories, images, previousFacts } = shown;
  if (!rules || !isComposable(shown)) return undefined;
  const at = firstAt(publication.due, rules, shown.now).toInstant();
  return opened(composeMail({ ...record, ...publication }, at, { stories, rules, images, previousFacts }), rules.site);
}

/** Mails as they were read back, by site and text: several pages show those that are ahead. */
const read = new Map<string, Map<string, ShownMail>>();
const MOST_READ = 32;

/** Reads the mail back from the bytes that are sent. This reader's links have no effect. */
function opened(laidOut: string, site: string): ShownMail {
  const ofSite = read.get(site) ?? new Map<string, ShownMail>();
  const mail = ofSite.get(laidOut) ?? readBack(laidOut, site);
  if (ofSite.size >= MOST_READ) ofSite.clear();
  read.set(site, ofSite.set(laidOut, mail));
  return mail;
}

function readBack(laidOut: string, site: string): ShownMail {
  const to = links({ site });
  const sam = { address: 'sam@example.org', name: 'Sam', unsubscribe: to.unsubscribe('preview'), preferences: to.preferences('preview') };
  return shownMail(fillMail(prepareMail(laidOut), sam));
}

/** What is wrong, in plain words. `blocks`: it waits until that is put right. */
export type Finding = { sentence: string; blocks: boolean };

function shownFinding({ sentence, level }: { sentence: string; level: 'blocks' | 'warns' }): Finding {
  return { sentence: curlyQuotes(sentence), blocks: level === 'blocks' };
}

export type SocialPreview = {
  parts: { text: string; weight: number; of: number; media: { url: string; alt: string; card?: EventCard }[] }[];
  price?: string;
  /** Why a person must approve the price. */
  costly?: string;
  findings: Finding[];
};

/** Returns a post as it will appear, or as it was sealed. */
export async function socialPreview(world: PreviewWorld, shown: Shown): Promise<SocialPreview> {
  const { publication, record, rules, stories, planned } = shown;
  const [story] = stories;
  if (record?.begun) {
    const price = record.priceMilliUsd ? { price: dollars(record.priceMilliUsd) } : {};
    return { parts: shownParts(publication, await sealedParts(world, record)), findings: [], ...price };
  }
  if (!rules || !story || !planned || !isComposable(shown)) return { parts: [], findings: [] };
  // A cancelled post has no forecast, and is shown as it would have been.
  const foreseen: Foreseen =
    (await forecastPosts(world, planned, publication)).posts.get(publication.id) ??
    composeSocialPost({ publication, story, rules, at: firstAt(publication.due, rules, shown.now) });
  const { parts, priceMilliUsd, findings, costly } = foreseen;
  return {
    parts: shownParts(publication, parts),
    ...(priceMilliUsd > 0 && { price: dollars(priceMilliUsd) }),
    ...(costly !== undefined && { costly }),
    findings: findings.map(shownFinding),
  };
}

/** A card is shown as sealed: the event's page may have another one by now, or none yet. */
function shownParts({ id }: Publication, parts: readonly SealedPart[]): SocialPreview['parts'] {
  const site = links({ site: '' });
  return parts.map(({ text, media }) => ({
    text,
    weight: weigh(text).weight,
    of: POST_LIMIT,
    media: media.map(({ src, alt, card }) => (card ? { url: `${publicationUrl(id)}/card.png`, alt, card } : { url: site.image(src), alt })),
  }));
}

/** Returns the publication if the plan has it, it has not begun and can be composed, so that a person may say yes to it. */
export function unbegunOf(shown: Shown): Unbegun | undefined {
  const { publication, record, planned } = shown;
  if (!planned || !isComposable(shown) || (record && record.state !== 'waiting')) return undefined;
  // Its story or the rules may have changed since its time came.
  if (!planned.publications.some(({ id }) => id === publication.id)) return undefined;
  return unbegun(publication, planned);
}

/** True when all its stories can be read now, and it is to go out. */
function isComposable({ publication, stories }: Shown): boolean {
  return publication.decision === 'go' && stories.length > 0 && stories.length === publication.stories.length;
}
