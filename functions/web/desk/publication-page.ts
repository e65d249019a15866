import type { Temporal } from 'temporal-polyfill';
import { certificateSentence, erasedSentence } from '#core/certificate/certificate-text';
import { channelName, handleOn, people, publicationName, publicationUrl } from '#core/publication/names';
import { isHeldBack } from '#core/publication/publication';
import { postsText } from '#core/social/post-counts';
import { isTooLate } from '#core/social/post-deadline';
import { nhsDateTime, nhsTime } from '#core/time/nhs-dates';
import type { Decision, Switches, World } from '#ports';
import { cancelMailWords, cancelPostWords, toldWords } from '#web/desk/decision-words';
import { isOver, mailDoubtView, mailStanding, postDoubtView, postStanding } from '#web/desk/held-view';
import { type Finding, mailPreview, type Shown, socialPreview } from '#web/desk/publication-view';
import { DECIDE, NEEDS_YES, PUT_RIGHT, READY, type StateWords, stateWords } from '#web/desk/state-words';

type Switched = Awaited<ReturnType<Switches['read']>>;
export type PageWorld = Pick<World, 'editorial' | 'register' | 'subscribers' | 'switches' | 'ledger' | 'socialLedger' | 'sealed'>;

/** What the request asks of the page. `told`: how her last decision went. `link`: one that she gave and that leads nowhere, and why. */
export type Asked = { now: Temporal.Instant; version: number; told?: string | undefined; link?: { given: string; wrong: string } };

/** Everything that the page of one publication shows. */
export async function publicationPage(world: PageWorld, shown: Shown, asked: Asked) {
  const { publication, record, stories } = shown;
  const { id, channel, due } = publication;
  const name = publicationName(publication, new Map(stories.map((story) => [story.slug, story])));
  const [pauses, switches, standing] = await Promise.all([
    pausesOf(world, publication),
    world.switches.read(id),
    standingOf(world, shown, asked),
  ]);
  const social = channel === 'email' ? undefined : await socialView(world, shown);
  const email = channel === 'email' ? await emailView(world, shown, asked.version) : undefined;
  const stage = stageOf(shown, switches.cancelled !== undefined, asked.now);
  const view = {
    name,
    url: publicationUrl(id),
    ...tagOf(shown, stage, standing.decide),
    ...(stage === 'upcoming' ? keptWords(social ?? email, switches.approved !== undefined) : {}),
    told: toldWords(asked.told, channel, standing.over),
    reason: standing.postDoubt ? undefined : (record?.reason ?? publication.reason),
    when: nhsDateTime(due),
    zone: due.timeZoneId,
    began: record?.begun && nhsDateTime(record.begun.toZonedDateTimeISO(due.timeZoneId)),
    ...pauses,
    ...choicesOf(shown, stage, switches, { isPaused: pauses.isPaused, costly: social?.costly }),
    cancel: isOpen(stage) ? standing.cancel : undefined,
    account: stage === 'ready' ? undefined : standing.account,
    mailDoubt: standing.mailDoubt,
    postDoubt: standing.postDoubt && { ...standing.postDoubt, ...accountOf(shown), link: asked.link },
    email,
    social,
  };
  return { name, view };
}

/** ready: begun, and nobody has it yet. cancelling: a person has cancelled it, and the next tick ends it. */
type Stage = 'upcoming' | 'ready' | 'going' | 'cancelling' | 'over';

function stageOf({ publication, record }: Shown, cancelled: boolean, now: Temporal.Instant): Stage {
  const upcoming = record ? record.state === 'waiting' : publication.fate === 'go';
  if (!upcoming && record?.state !== 'sealing' && record?.state !== 'sending') return 'over';
  if (cancelled) return 'cancelling';
  if (upcoming) return 'upcoming';
  return record && isHeldBack(record, now) ? 'ready' : 'going';
}

function isOpen(stage: Stage): boolean {
  return stage === 'upcoming' || stage === 'ready' || stage === 'going';
}

function tagOf({ publication, record }: Shown, stage: Stage, decide: boolean): StateWords {
  const { channel, fate } = publication;
  if (stage === 'cancelling') return stateWords('cancelled', channel);
  if (stage === 'ready') return READY;
  return decide ? DECIDE : stateWords(record?.state ?? (fate === 'go' ? 'planned' : fate), channel);
}

/** What keeps it from going out, though its time may come. */
function keptWords(preview: { findings: Finding[]; costly?: string } | undefined, approved: boolean): StateWords | undefined {
  if (!preview) return undefined;
  const { findings, costly } = preview;
  if (findings.some(({ blocks }) => blocks)) return PUT_RIGHT;
  return costly === undefined || approved ? undefined : NEEDS_YES;
}

/** Why nothing of it goes out at present: the widest pause of those that there are. */
async function pausesOf(world: Pick<World, 'switches'>, { id, channel }: Shown['publication']) {
  const [all, whole, own] = await Promise.all([world.switches.read(), world.switches.read(undefined, channel), world.switches.read(id)]);
  const isPaused = whole.paused !== undefined || own.paused !== undefined;
  if (all.paused !== undefined) return { isPaused, pausedAll: all.paused };
  return { isPaused, stopped: whole.paused, paused: own.paused };
}

/** `costly`: why its price needs a person's yes. */
type Standing = { isPaused: boolean; costly: string | undefined };

/** What may be decided about it as a whole, and what has been. */
function choicesOf({ publication, record, rules }: Shown, stage: Stage, { approved, cancelled }: Switched, { isPaused, costly }: Standing) {
  const here = (moment: Temporal.Instant) => moment.toZonedDateTimeISO(publication.due.timeZoneId);
  const said = ({ by, at }: Decision) => `${by}, on ${nhsDateTime(here(at))}`;
  return {
    approve: (rules?.approval === 'required' || costly !== undefined) && stage === 'upcoming' && !approved,
    approved: approved && said(approved),
    undo: stage === 'ready' && !isPaused && record?.firstAt ? nhsTime(here(record.firstAt)) : undefined,
    pausable: isOpen(stage) && !isPaused,
    cancelling: stage === 'cancelling' && cancelled ? said(cancelled) : undefined,
  };
}

/** How a publication stands, and what may be decided about it. `decide`: something is held. */
async function standingOf(world: PageWorld, { publication, record }: Shown, { now }: Asked) {
  const begun = record?.begun === undefined ? undefined : record;
  if (publication.channel !== 'email') {
    const post = begun && (await postStanding(world, begun));
    const postDoubt = begun && post && postDoubtView(post, begun, now);
    const account = post && { sentence: postsText(post.counts, channelName(publication.channel)), post: true };
    const over = begun !== undefined && post !== undefined && isTooLate(begun, post.counts.posted, now);
    return {
      account,
      cancel: cancelPostWords(post?.counts, channelName(publication.channel)),
      postDoubt,
      decide: postDoubt !== undefined,
      over,
    };
  }
  const mail = begun && (await mailStanding(world, begun, now));
  const mailDoubt = begun && mail && (await mailDoubtView(world, begun, mail, now));
  const erased = begun?.account ? ` ${erasedSentence(begun.account, begun.due.timeZoneId)}` : '';
  const account = begun && mail && { sentence: `${certificateSentence(begun.state, mail.counts)}${erased}`, post: false };
  return {
    account,
    cancel: cancelMailWords(mail?.counts),
    mailDoubt,
    decide: Boolean(mailDoubt?.held),
    over: begun !== undefined && isOver(begun, now),
  };
}

async function emailView(world: PageWorld, shown: Shown, version: number) {
  const email = await mailPreview(world, shown, version);
  const versions = email.versions.map((one, i) => ({ ...one, number: i + 1, people: people(one.people), current: i + 1 === version }));
  return {
    ...email,
    to: people(email.audience.count),
    frame: `${publicationUrl(shown.publication.id)}/mail.html?version=${version}`,
    preheader: email.mail && preheaderOf(email.mail.html),
    versions: versions.length < 2 ? [] : versions,
  };
}

async function socialView(world: PageWorld, shown: Shown) {
  const { channel } = shown.publication;
  const social = await socialPreview(world, shown);
  return { ...social, on: channelName(channel), handle: handleOn(channel, shown.rules), thread: social.parts.length > 1 };
}

/** The hidden words that an inbox shows after the subject: HTML text without an element. */
function preheaderOf(html: string): string {
  return /<div style="display:none[^>]*>([^<]*?)(?:&#847;|<)/.exec(html)?.[1] ?? '';
}

/** Where to look for a post of which nobody knows whether it is there. */
function accountOf({ publication: { channel }, rules }: Shown) {
  const on = channelName(channel);
  if (channel === 'bluesky') return { on, account: rules?.bluesky?.handle, home: 'https://bsky.app/profile/', post: '/post/3lbnqk2xxxs2b' };
  return { on, account: rules?.x.handle, home: 'https://x.com/', post: '/status/1234567890' };
}
