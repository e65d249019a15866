import type { Temporal } from 'temporal-polyfill';
import type { Certificate } from '#core/publication/delivery-counts';
import type { UnknownPolicy } from '#core/rules/rules';
import type { EventFacts } from '#core/story/event-facts';
import type { Slug } from '#core/story/story';
import { isBefore } from '#core/time/compare';

/** An id made from content, such as `digest-weekly-2019-09-19`: the same stories and rules always give the same ids. */
export type PublicationId = string & { readonly brand: 'PublicationId' };

/** To add a kind of email, add its name here: the compiler then names the places that must know it. */
export const EMAIL_KINDS = ['alert', 'digest', 'announcement', 'reminder', 'follow-up', 'change', 'message'] as const;
export type EmailKind = (typeof EMAIL_KINDS)[number];

/** To add a social channel, add its name here: the compiler then names every place that must know it. */
export const SOCIAL_CHANNELS = ['x', 'bluesky'] as const;
export type SocialChannel = (typeof SOCIAL_CHANNELS)[number];

export const CHANNEL_NAMES = ['email', ...SOCIAL_CHANNELS] as const;
export type ChannelName = (typeof CHANNEL_NAMES)[number];

export type PublicationKind = EmailKind | 'social';

export const EVENT_CHANGES = ['cancelled', 'postponed', 'moved', 'confirmed'] as const;
/** The change of an event since it was last announced: the subject of a change notice. */
export type EventChange = (typeof EVENT_CHANGES)[number];

/** The plan of one publication before it begins. */
export type Publication = {
  id: PublicationId;
  kind: PublicationKind;
  channel: ChannelName;
  due: Temporal.ZonedDateTime;
  /** In the order shown. A digest has posts, newest first, then events, soonest first. */
  stories: Slug[];
  /** `go`: goes out when due. `dropped`: does not go out, for `reason`. `empty`: a digest without news. */
  decision: 'go' | 'dropped' | 'empty';
  /** One plain sentence when the decision is not `go`, or when quiet times affect the due time. */
  reason?: string;
  /** The digest's series. */
  series?: string;
  /** Stories that a digest goes without, because they wait for a yes. */
  without?: Slug[];
  /** A digest's own subject, and the paragraphs of its introduction, as a person has set them. */
  subject?: string;
  introduction?: string[];
  /** How long before the event this reminder or its social post goes out, as in ids: `28d`. */
  before?: string;
  /** The key of an extra post in the story's `social:` list. */
  extra?: string;
  change?: EventChange;
  /** A message goes to those who have been sent an email of its own about this event. */
  toldOf?: Slug;
  /** Why it goes out only if a person says that its story is a new one. */
  doubt?: string;
  /** It came into the plan when its time had passed, by an edit of its story or of the rules. */
  afterTime?: boolean;
  /** Why it goes out only if a person says yes, whatever the rules say of approval. */
  asks?: string;
  /** It was missed, and a person sends it all the same. */
  late?: boolean;
  /** RFC 5545 SEQUENCE of the event in this publication: the number of change notices up to and including this one. */
  sequence?: number;
};

/**
 * The state of a publication that is due.
 * waiting: for approval, or for the end of a pause or the undo window. sealing: begun; its audience is being stored.
 * sending: sealed; deliveries go out. done: every delivery has ended. missed, dropped, empty, cancelled: nothing goes out.
 */
export type PublicationState = 'waiting' | 'sealing' | 'sending' | 'done' | 'missed' | 'dropped' | 'empty' | 'cancelled';

export type PublicationRecord = Omit<Publication, 'doubt' | 'asks' | 'without'> & {
  state: PublicationState;
  /** Rises by one with each write, and every write is conditional on it. */
  version: number;
  /** The tick that found it missed. */
  missedAt?: Temporal.Instant;
  /** The tick at which it began: from then on its content and audience are fixed. */
  begun?: Temporal.Instant;
  /** The end of the undo window: the first mail or post goes out no earlier. */
  firstAt?: Temporal.Instant;
  /** Content address of the snapshot of stories and rules. */
  snapshot?: string;
  /** The origin of its links, sealed because each reader's own links are filled in later. */
  site?: string;
  /** The sender's address and the rule for unknown outcomes, as they were when it began. */
  sender?: string;
  unknown?: UnknownPolicy;
  /** A social post whose first part is not posted by then never goes out. */
  deadline?: Temporal.Instant;
  /** The price of its posts in thousandths of a dollar. */
  priceMilliUsd?: number;
  /** Number of subscribers, once sealed. */
  audience?: number;
  /** Number of audience chunks. */
  chunks?: number;
  /** Counts of its rows. Once stored, the rows of single readers are erased, or about to be. */
  totals?: PublicationTotals;
  /** The event's facts as this publication announced them, for later change notices. */
  announcedFacts?: EventFacts;
  /** The facts that were announced before. */
  previousFacts?: EventFacts;
};

/** `chunksLeft` and `mails`: chunks and sealed texts that are still to be erased. `erased`: when the last one was. */
export type PublicationTotals = { counts: Certificate; chunksLeft: number; mails: string[]; erased?: Temporal.Instant };

/** True when a publication's content may have reached people, so that no edit may change it. */
export function hasBegun(record: PublicationRecord): boolean {
  return (
    record.state === 'sealing' ||
    record.state === 'sending' ||
    record.state === 'done' ||
    (record.state === 'cancelled' && record.begun !== undefined)
  );
}

/** True while a begun publication can be stopped before its first mail or post. */
export function isInUndoWindow({ firstAt }: PublicationRecord, now: Temporal.Instant): boolean {
  return firstAt !== undefined && isBefore(now, firstAt);
}

/** When the first mail or post went out, or will, in the zone of its plan; undefined before it has begun. */
export function wentAt({ firstAt, due }: PublicationRecord): Temporal.ZonedDateTime | undefined {
  return firstAt?.toZonedDateTimeISO(due.timeZoneId);
}

/** Returns the record with this reason, or without a reason. */
export function withReason({ reason: _, ...record }: PublicationRecord, reason: string | undefined): PublicationRecord {
  return reason === undefined ? record : { ...record, reason };
}

/** Makes an id. Its parts must come from content and rules, so that the same content gives the same id. */
export function publicationId(...parts: (string | number)[]): PublicationId {
  // biome-ignore lint/plugin/no-cast: this is where ids are made.
  return parts.join('-') as PublicationId;
}
