import type { Temporal } from 'temporal-polyfill';
import type { Certificate } from '#core/publication/delivery-counts';
import type { UnknownPolicy } from '#core/rules/rules';
import type { EventFacts } from '#core/story/event-facts';
import type { Slug } from '#core/story/story';
import { isBefore } from '#core/time/compare';

/** Made from content, so that the same stories and rules always give the same ids: `digest-weekly-2019-09-19`. */
export type PublicationId = string & { readonly brand: 'PublicationId' };

export type EmailKind = 'alert' | 'digest' | 'announcement' | 'reminder' | 'follow-up' | 'change';

export type SocialChannel = 'x' | 'bluesky';

export type ChannelName = 'email' | SocialChannel;

export type PublicationKind = EmailKind | 'social';

/** What became of an event since readers were last told: what a change notice is about. */
export type EventChange = 'cancelled' | 'postponed' | 'moved' | 'confirmed';

/** What the plan says of one publication before it has begun. */
export type Publication = {
  id: PublicationId;
  kind: PublicationKind;
  channel: ChannelName;
  due: Temporal.ZonedDateTime;
  /** In the order in which they are shown. A digest has posts, newest first, then events, soonest first. */
  stories: Slug[];
  /** `go`: goes out when due. `dropped`: will not go out, for `reason`. `empty`: a digest with nothing new. */
  decision: 'go' | 'dropped' | 'empty';
  /** One plain sentence, when the fate is not `go`, or when the time was moved. */
  reason?: string;
  /** The digest's series. */
  series?: string;
  /** How long before the event this reminder (or its social post) goes, as written in ids: `28d`. */
  before?: string;
  /** A social post that the story itself asks for: its key there. */
  extra?: string;
  change?: EventChange;
  /** RFC 5545 SEQUENCE of the event as this publication tells it: the count of change notices up to and with this one. */
  sequence?: number;
};

/**
 * What is stored of a publication once its time has come.
 * waiting: due, and held by approval, a pause or the undo window. sealing: begun; the audience is being written down.
 * sending: sealed; deliveries are going out. done: every delivery has its end. missed, dropped, empty, cancelled: nothing goes out.
 */
export type PublicationState = 'waiting' | 'sealing' | 'sending' | 'done' | 'missed' | 'dropped' | 'empty' | 'cancelled';

export type PublicationRecord = Publication & {
  state: PublicationState;
  /** Rises by one with each write; every write is conditional on it. */
  version: number;
  /** The tick at which it began: what it says and to whom is fixed from here on. */
  begun?: Temporal.Instant;
  /** The first mail or post goes out no earlier: until then it can be stopped before anybody has it. */
  firstAt?: Temporal.Instant;
  /** Content address of the sealed stories and rules. */
  snapshot?: string;
  /** The origin of the links in it, sealed with the rest: the personal links are filled in later. */
  site?: string;
  /** Our sender's address, and what the rules say about mails of unknown outcome, when it began. */
  sender?: string;
  unknown?: UnknownPolicy;
  /** A social post that has not had its first part posted by then never goes out. */
  deadline?: Temporal.Instant;
  /** What the posts of it cost, in thousandths of a dollar. */
  priceMilliUsd?: number;
  /** How many subscribers it was sealed for, once that is known. */
  audience?: number;
  /** How many chunks it was cut into. */
  chunks?: number;
  /** What its rows added up to; with it the rows of single readers are erased, or about to be. */
  totals?: PublicationTotals;
  /** What the event was when this publication told of it, for later change notices. */
  announcedFacts?: EventFacts;
  /** What readers had been told of the event before. */
  previousFacts?: EventFacts;
};

/** `heads` and `mails`: the chunks and the sealed texts that are still to be erased. `erased`: when the last of them was. */
export type PublicationTotals = { counts: Certificate; chunksLeft: number; mails: string[]; erased?: Temporal.Instant };

/** True once a publication's content may have reached somebody, so that no edit changes it any more. */
export function hasBegun(record: PublicationRecord): boolean {
  return (
    record.state === 'sealing' ||
    record.state === 'sending' ||
    record.state === 'done' ||
    (record.state === 'cancelled' && record.begun !== undefined)
  );
}

/** Whether a begun publication is still in the time in which it can be stopped before anybody has it. */
export function isInUndoWindow({ firstAt }: PublicationRecord, now: Temporal.Instant): boolean {
  return firstAt !== undefined && isBefore(now, firstAt);
}

/** The record with this reason, or with none. */
export function withReason({ reason: _, ...record }: PublicationRecord, reason: string | undefined): PublicationRecord {
  return reason === undefined ? record : { ...record, reason };
}

/** The one place where an id is made: its parts come from content and rules, so that the same content gives the same id. */
export function publicationId(...parts: (string | number)[]): PublicationId {
  // biome-ignore lint/plugin/no-cast: this is where ids are made.
  return parts.join('-') as PublicationId;
}
