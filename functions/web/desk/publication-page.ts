import type { Temporal } from 'temporal-polyfill';
import { certificateSentence, erasedSentence } from '#core/certificate/certificate-text';
import { reportsSentence } from '#core/certificate/mail-reports';
import { sentSentence } from '#core/certificate/outcome-sentence';
import { isSentLate } from '#core/plan/late';
import { nearMisses } from '#core/plan/near-miss';
import { whyAsked, whyVoid } from '#core/plan/why-not-begin';
import { announcementOf } from '#core/plan/why-unannounced';
import { SOCIAL } from '#core/publication/channels';
import { channelName, handleOn, people, publicationName, publicationUrl } from '#core/publication/names';
import { changesBetween, type OutgoingChange, readOutgoing, type WrittenOutgoing, withReaders } from '#core/publication/outgoing';
import { isInUndoWindow, type PublicationState, type SocialChannel, wentAt } from '#core/publication/publication';
import { postsText } from '#core/social/post-counts';
import { isTooLate } from '#core/social/post-deadline';
import { postedSentence } from '#core/social/posted-sentence';
import type { Slug } from '#core/story/story';
import { audienceRule } from '#core/subscriber/audience';
import { curlyQuotes } from '#core/text/curly-quotes';
import { startOf } from '#core/text/sentences';
import { dueSentence, nhsDate, nhsDateTime, nhsTime } from '#core/time/nhs-dates';
import { outgoingNow, type Unbegun } from '#flow/publish/approve';
import { whyBehind } from '#flow/publish/behind-announcement';
import { deletedStories } from '#flow/publish/deleted-stories';
import { OF_ITS_FILE } from '#flow/publish/outlook';
import { namedStories } from '#flow/publish/shown-stories';
import { BY_THE_RESTORE, mayTakeBackUntil } from '#flow/publish/take-back';
import type { Approval, Decision, Switches, World } from '#ports';
import { type ChangeView, changesView } from '#web/desk/changes-view';
import { cancelMailSentence, cancelPostSentence, flashSentence } from '#web/desk/decision-sentences';
import { type MailPreview, mailPreview, type Shown, type SocialPreview, socialPreview, unbegunOf } from '#web/desk/publication-view';
import { isPaused, type Pauses, type StatusFacts, type StatusTag, statusOf } from '#web/desk/status-tags';
import { isOver, readMailStatus, type UnknownMailView, unknownMailView } from '#web/desk/unknown-mail-view';
import { readPostStatus, type UnknownPostView, unknownPostView } from '#web/desk/unknown-post-view';

type Switched = Awaited<ReturnType<Switches['read']>>;
export type PageWorld = Pick<
  World,
  'content' | 'publications' | 'subscribers' | 'switches' | 'ledger' | 'socialLedger' | 'texts' | 'drafts'
>;

/**
 * What the request asks of the page. `flash`: the result of the last decision. `link`: a link that the programme lead gave and that
 * is no post of the account, and why. `changed`: what changed between the page on which someone said yes and the press. `named`: who asks
 * may see who readers are.
 */
export type Asked = {
  version: number;
  named: boolean;
  flash?: string | undefined;
  link?: { given: string; wrong: string };
  changed?: OutgoingChange[];
};

/** The page of one publication. `began`: when its audience was sealed. `reason`: why it has its status. */
export type PublicationPageView = StatusTag &
  PausesView &
  Choices &
  Pick<Status, 'cancel' | 'totals' | 'unknownMail'> &
  Yes & {
    name: string;
    url: string;
    /** When the rules were in the file that it is shown by, while newer ones have a problem. */
    rulesOf: string | undefined;
    flash: string | undefined;
    changed: ChangeView[] | undefined;
    reason: string | undefined;
    /** The page of the announcement that was missed, so that this will not go out. */
    announcement: string | undefined;
    /** Which digests its story misses by minutes. */
    nearMiss: string | undefined;
    /** The titles of stories that a digest goes without, because they wait for a yes. */
    without: string[];
    /** Its story is backdated, and nothing of it has been sent. */
    backdated: boolean;
    /** It was missed, or is backdated. `outgoing`: what a person sends if they press the button; absent once somebody has. */
    late: { outgoing: WrittenOutgoing | undefined; by: string | undefined } | undefined;
    when: string;
    /** It is a digest that has not begun: if it is cancelled, the next one takes over its posts. */
    takenOver: boolean;
    /** A person may move it. */
    movable: boolean;
    /** The story that it is about; undefined for a digest. */
    story: Slug | undefined;
    /** A digest that a person may give words of its own. */
    wordable: boolean;
    zone: string;
    began: string | undefined;
    unknownPost: (NonNullable<Status['unknownPost']> & { link: Asked['link'] | undefined }) | undefined;
    email: EmailView | undefined;
    social: SocialView | undefined;
  };

type Unannounced = { reason: string; url: string };

/** Returns everything that the page of one publication shows. */
export async function publicationPage(world: PageWorld, shown: Shown, asked: Asked): Promise<{ name: string; view: PublicationPageView }> {
  const { publication, record, planned } = shown;
  const { id, channel, due } = publication;
  const name = publicationName(publication, planned ? namedStories(planned) : new Map());
  const [pauses, switches, status] = await Promise.all([
    pausesOf(world, publication),
    world.switches.read(id),
    readStatus(world, shown, asked.named),
  ]);
  const social = channel === 'email' ? undefined : await socialView(world, shown, channel);
  const email = channel === 'email' ? await emailView(world, shown, asked.version) : undefined;
  const stage = stageOf(shown, switches.cancelled !== undefined, shown.now);
  const unannounced = await unannouncedOf(world, shown, stage);
  const yes =
    stage === 'upcoming' && !unannounced
      ? await yesOf(world, shown, switches.approved, { costly: social?.costly, readers: email?.audience.count })
      : {};
  const view = {
    name,
    url: publicationUrl(id),
    rulesOf: shown.planned?.notInForce && nhsDateTime(shown.planned.notInForce.since.toZonedDateTimeISO(due.timeZoneId)),
    ...statusOf({
      state: stateOf(shown, unannounced),
      channel,
      cancelled: stage === 'cancelling',
      decide: status.decide,
      ready: stage === 'ready',
      pauses,
      blocked: (social ?? email)?.findings.some(({ blocks }) => blocks) ?? false,
      unapproved: yes.outgoing !== undefined,
    }),
    ...(shown.backdated && { tag: 'Website only', colour: 'grey' }),
    backdated: shown.backdated === true,
    flash: flashSentence(asked.flash, channel, status.over),
    changed: asked.changed && changesView(asked.changed),
    nearMiss: planned && nearMisses(planned.input, planned.publications).get(id),
    without: record?.begun ? [] : (publication.without ?? []).map((slug) => titleOf(slug, shown)),
    reason: status.unknownPost ? undefined : (unannounced?.reason ?? reasonOf(shown, switches, await deletedOf(world, shown))),
    announcement: unannounced?.url,
    late: await lateView(world, shown, switches.approved, email?.audience.count),
    when: nhsDateTime(record && shown.late ? record.due : due),
    dueOn: dueSentence(due, shown.now),
    takenOver: publication.kind === 'digest' && !record?.begun,
    story: publication.kind === 'digest' ? undefined : publication.stories[0],
    movable: stage === 'upcoming' && unbegunOf(shown) !== undefined,
    wordable: stage === 'upcoming' && publication.kind === 'digest' && unbegunOf(shown) !== undefined,
    zone: due.timeZoneId,
    began: record?.begun && nhsDateTime(record.begun.toZonedDateTimeISO(due.timeZoneId)),
    pausedAll: pauses.everything,
    stopped: pauses.channel,
    paused: pauses.own,
    ...choicesOf(shown, stage, switches, pauses),
    ...yes,
    cancel: isOpen(stage) ? status.cancel : undefined,
    totals: stage === 'ready' ? undefined : status.totals,
    unknownMail: status.unknownMail,
    unknownPost: status.unknownPost && { ...status.unknownPost, link: asked.link },
    email,
    social,
  };
  return { name, view };
}

function titleOf(slug: Slug, { planned }: Shown): string {
  return (planned && namedStories(planned).get(slug)?.title) ?? slug;
}

/** Why nothing of its story goes out, when a person has deleted that on the desk. */
async function deletedOf(world: PageWorld, { publication, planned }: Shown): Promise<string | undefined> {
  const [slug] = publication.stories;
  if (!planned || publication.kind === 'digest' || slug === undefined) return undefined;
  return (await deletedStories(world, planned)).get(slug)?.reason;
}

function reasonOf({ record, publication }: Shown, { approved }: Switched, deleted: string | undefined): string | undefined {
  // What has gone out, or was cancelled, has a reason of its own.
  const isLost = record === undefined || record.state === 'waiting' || (record.state === 'missed' && record.reason?.includes(OF_ITS_FILE));
  if (deleted !== undefined && isLost) return curlyQuotes(deleted);
  const reason = record?.reason ?? publication.reason ?? (approved ? undefined : publication.doubt);
  return reason && curlyQuotes(reason);
}

/** Returns why what is ahead will not go out although somebody says yes to it: its announcement was missed. `url`: the page of that. */
async function unannouncedOf(world: PageWorld, shown: Shown, stage: Stage): Promise<Unannounced | undefined> {
  const { publication, planned, stories } = shown;
  const [story] = stories;
  const announcement = story && stage === 'upcoming' ? announcementOf(publication, story) : undefined;
  const behind = planned && announcement ? await whyBehind(world, publication, planned, { ahead: true }) : undefined;
  if (!announcement || behind?.state !== 'missed') return undefined;
  return { reason: curlyQuotes(behind.reason), url: publicationUrl(announcement) };
}

function stateOf({ record, publication }: Shown, unannounced: Unannounced | undefined): StatusFacts['state'] {
  if (unannounced) return 'waiting';
  return record?.state ?? (publication.decision === 'go' ? 'planned' : publication.decision);
}

/** `ready`: begun, and still in the undo window. `cancelling`: a person has cancelled it, and the next tick closes it. */
type Stage = 'upcoming' | 'ready' | 'going' | 'cancelling' | 'over';

function stageOf({ publication, record }: Shown, cancelled: boolean, now: Temporal.Instant): Stage {
  const upcoming = record ? record.state === 'waiting' : publication.decision === 'go';
  if (!upcoming && record?.state !== 'sealing' && record?.state !== 'sending') return 'over';
  if (cancelled) return 'cancelling';
  if (upcoming) return 'upcoming';
  return record && isInUndoWindow(record, now) ? 'ready' : 'going';
}

function isOpen(stage: Stage): boolean {
  return stage === 'upcoming' || stage === 'ready' || stage === 'going';
}

/** The reasons of the pauses: of everything, of the channel (`stopped`), and of the publication (`paused`). */
type PausesView = { pausedAll: string | undefined; stopped: string | undefined; paused: string | undefined };

/** Returns the pauses over the publication. While everything is paused, that of the channel is left out. */
async function pausesOf(world: Pick<World, 'switches'>, { id, channel }: Shown['publication']): Promise<Pauses> {
  const [all, whole, own] = await Promise.all([world.switches.read(), world.switches.read(undefined, channel), world.switches.read(id)]);
  if (all.paused !== undefined) return { everything: all.paused, channel: undefined, own: own.alsoPaused };
  return { everything: undefined, channel: whole.paused, own: own.paused };
}

/**
 * `outgoing`: what a yes on this page is for, while one is needed, and `asked`: why. `voided`: why an earlier yes does not count, and what
 * changed.
 */
type Yes = { outgoing?: WrittenOutgoing; asked?: string; voided?: { sentence: string; changes: ChangeView[] } };

async function yesOf(
  world: PageWorld,
  shown: Shown,
  approved: Approval | undefined,
  { costly, readers }: { costly: string | undefined; readers: number | undefined },
): Promise<Yes> {
  const one = unbegunOf(shown);
  const asked = one && whyAsked(one.publication, { stories: shown.stories, rules: one.planned.newsroom.rules }, costly);
  if (!one || asked === undefined) return {};
  const outgoing = await shownNow(world, one, readers);
  const sentence = whyVoid(approved, outgoing, one.planned.newsroom.rules);
  if (sentence === undefined) return approved ? {} : { outgoing, asked };
  const before = readOutgoing(approved?.outgoing ?? '');
  const changes = before ? changesBetween(before, readOutgoing(outgoing) ?? {}) : [];
  return { outgoing, asked, voided: { sentence, changes: changesView(changes) } };
}

/** What a yes on the page is for. `readers`: of an email. */
async function shownNow(world: PageWorld, one: Unbegun, readers: number | undefined): Promise<WrittenOutgoing> {
  const outgoing = await outgoingNow(world, one);
  return readers === undefined ? outgoing : withReaders(outgoing, readers);
}

async function lateView(
  world: PageWorld,
  { late, record }: Shown,
  approved: Approval | undefined,
  readers: number | undefined,
): Promise<PublicationPageView['late']> {
  if (!late || !record) return undefined;
  if (approved && isSentLate(record, approved, late.planned.newsroom.rules)) return { outgoing: undefined, by: startOf(approved.by) };
  return { outgoing: await shownNow(world, late, readers), by: undefined };
}

/**
 * Decisions on the whole publication. `pausable` is open. The others say who decided, how long `undo` is possible, or until when what is
 * cancelled can be taken `back`.
 */
type Choices = {
  approved: string | undefined;
  letOut: { by: string; writer: string; why: string; when: string; at: string; seen: string | undefined } | undefined;
  undo: string | undefined;
  pausable: boolean;
  cancelling: string | undefined;
  back: string | undefined;
};

/** Returns the decisions on the whole publication that are open or have been made. */
function choicesOf(shown: Shown, stage: Stage, { approved, cancelled }: Switched, pauses: Pauses): Choices {
  const { publication, record } = shown;
  const here = (moment: Temporal.Instant) => moment.toZonedDateTimeISO(publication.due.timeZoneId);
  const said = ({ by, at }: Decision) => `${by}, on ${nhsDateTime(here(at))}`;
  return {
    approved: approved && said(approved),
    letOut: approved && letOutView(approved, here(approved.at)),
    undo: stage === 'ready' && !isPaused(pauses) && record?.firstAt ? nhsTime(here(record.firstAt)) : undefined,
    pausable: isOpen(stage) && !isPaused(pauses),
    cancelling: stage === 'cancelling' && cancelled ? said(cancelled) : undefined,
    back: stage === 'cancelling' && cancelled?.by !== BY_THE_RESTORE ? backUntil(shown) : undefined,
  };
}

/** What was let out by its writer alone; `seen`: who else has looked at it. */
function letOutView({ by, alone, at, seen }: Approval, when: Temporal.ZonedDateTime): Choices['letOut'] {
  return alone === undefined ? undefined : { by, writer: startOf(by), why: alone, when: nhsDateTime(when), at: at.toString(), seen };
}

/** Until when it can be taken back that the publication is cancelled, in words. */
function backUntil(shown: Shown): string | undefined {
  const until = mayTakeBackUntil(shown, shown.now);
  return until && nhsDateTime(until);
}

/** The certificate that was written a day after the publication. `wrong`: what does not add up. `reports`: of the mail service, by then. */
type CertificateView = { when: string; wrong: string[]; reports: string | undefined };

async function certificateView(
  { publications }: Pick<PageWorld, 'publications'>,
  { id, due }: NonNullable<Shown['record']>,
): Promise<{ certificate?: CertificateView }> {
  const written = await publications.certificate(id);
  if (!written) return {};
  const { at, wrong, reports } = written;
  return { certificate: { when: nhsDate(at.toZonedDateTimeISO(due.timeZoneId)), wrong, reports: reports && reportsSentence(reports) } };
}

/** A publication's totals, and the decisions about unknown outcomes. `decide`: something is held. `over`: it may not go out any more. */
type Status = {
  totals: { sentence: string; figures: string; post: boolean; certificate?: CertificateView } | undefined;
  cancel: string | undefined;
  unknownPost?: (UnknownPostView & SocialAccount) | undefined;
  unknownMail?: UnknownMailView | undefined;
  decide: boolean;
  over: boolean;
};

async function readStatus(world: PageWorld, shown: Shown, named: boolean): Promise<Status> {
  const { publication, record, rules, now } = shown;
  const begun = record?.begun === undefined ? undefined : record;
  const { channel } = publication;
  if (channel !== 'email') {
    const post = begun && (await readPostStatus(world, begun));
    const unknownPost = begun && post && unknownPostView(post, begun, now);
    const totals = post &&
      begun && {
        sentence: postedSentence(begun.state, post.counts, channelName(channel), wentAt(begun)),
        figures: postsText(post.counts, channelName(channel)),
        post: true,
        ...(await certificateView(world, begun)),
      };
    const over = begun !== undefined && post !== undefined && isTooLate(begun, post.counts.posted, now);
    return {
      totals,
      cancel: isAllDone(begun?.state, post?.counts) ? undefined : cancelPostSentence(post?.counts, channelName(channel), backUntil(shown)),
      unknownPost: unknownPost && { ...unknownPost, ...socialAccountOf(channel, rules) },
      decide: unknownPost !== undefined,
      over,
    };
  }
  const mail = begun && (await readMailStatus(world, begun, now));
  const unknownMail = begun && mail && (await unknownMailView(world, begun, mail, { now, named }));
  const erased = begun?.totals ? ` ${erasedSentence(begun.totals, begun.due.timeZoneId)}` : '';
  const totals = begun &&
    mail && {
      sentence: sentSentence(begun.state, mail.counts, wentAt(begun)),
      figures: `${certificateSentence(begun.state, mail.counts)}${erased}`,
      post: false,
      ...(await certificateView(world, begun)),
    };
  return {
    totals,
    cancel: isAllDone(begun?.state, mail?.counts) ? undefined : cancelMailSentence(mail?.counts, backUntil(shown)),
    unknownMail,
    decide: Boolean(unknownMail?.held),
    over: begun !== undefined && isOver(begun, now),
  };
}

/** True when everyone has it, or never will: then there is nothing left to cancel, although the next tick still calls it going out. */
function isAllDone(state: PublicationState | undefined, counts: { open: number; held: number } | undefined): boolean {
  return state === 'sending' && counts !== undefined && counts.open + counts.held === 0;
}

type EmailView = Omit<MailPreview, 'versions'> & {
  /** How many people; absent for what was closed before it began. */
  to: string | undefined;
  /** Whom it is for, by the rules; of a digest without its stories, each of which may be for some of them. */
  rule: string;
  frame: string;
  preheader: string | undefined;
  versions: { number: number; people: string; current: boolean }[];
};

async function emailView(world: PageWorld, shown: Shown, version: number): Promise<EmailView> {
  const email = await mailPreview(world, shown, version);
  const versions = email.versions.map((one, i) => ({ ...one, number: i + 1, people: people(one.people), current: i + 1 === version }));
  return {
    ...email,
    to: email.mail || shown.record?.begun ? people(email.audience.count) : undefined,
    rule: ruleOf(shown),
    frame: `${publicationUrl(shown.publication.id)}/mail.html?version=${version}`,
    preheader: email.mail && preheaderOf(email.mail.html),
    versions: versions.length < 2 ? [] : versions,
  };
}

function ruleOf({ publication, stories, rules, planned }: Shown): string {
  if (!rules) return '';
  const event = planned && publication.toldOf && namedStories(planned).get(publication.toldOf)?.title;
  const [takers, ...narrowed] = audienceRule(publication, stories, rules, event);
  return curlyQuotes([takers, ...(publication.kind === 'digest' ? [] : narrowed)].map((line) => `${line}.`).join(' '));
}

type SocialView = SocialPreview & { on: string; handle: string; thread: boolean };

async function socialView(world: PageWorld, shown: Shown, channel: SocialChannel): Promise<SocialView> {
  const social = await socialPreview(world, shown);
  return { ...social, on: channelName(channel), handle: handleOn(channel, shown.rules), thread: social.parts.length > 1 };
}

/** The preheader, which an inbox shows after the subject: HTML text without an element. */
function preheaderOf(html: string): string {
  return /<div style="display:none[^>]*>([^<]*?)(?:&#847;|<)/.exec(html)?.[1] ?? '';
}

/** What comes before and after an account in the link of a post; the post is an example. */
const LINK_PARTS: Record<SocialChannel, { home: string; post: string }> = {
  x: { home: 'https://x.com/', post: '/status/1234567890' },
  bluesky: { home: 'https://bsky.app/profile/', post: '/post/3lbnqk2xxxs2b' },
};

/** Where a person looks for a post with an unknown outcome. `home` and `post`: what comes before and after the account in its link. */
type SocialAccount = { on: string; account: string | undefined; home: string; post: string };

function socialAccountOf(channel: SocialChannel, rules: Shown['rules']): SocialAccount {
  return { on: channelName(channel), account: rules && SOCIAL[channel].handle(rules), ...LINK_PARTS[channel] };
}
