// The status of things in the desk's coloured tags, not the states of the code.
import { channelName } from '#core/publication/names';
import type { ChannelName, PublicationState } from '#core/publication/publication';

/** `colour` is one of the design system's tags. */
export type StatusTag = { tag: string; colour: string };

/** Returns the tag of a state by itself. */
export function statusTag(state: 'planned' | PublicationState, channel: ChannelName): StatusTag {
  switch (state) {
    case 'planned':
      return { tag: 'Planned', colour: 'blue' };
    case 'waiting':
      return { tag: 'Waiting', colour: 'yellow' };
    case 'sealing':
      return { tag: 'Getting ready', colour: 'aqua-green' };
    case 'sending':
      return { tag: 'Going out', colour: 'aqua-green' };
    case 'done':
      return { tag: channel === 'email' ? 'Sent' : 'Posted', colour: 'green' };
    case 'missed':
      return { tag: 'Missed', colour: 'red' };
    case 'dropped':
      return { tag: 'Not needed', colour: 'grey' };
    case 'empty':
      return { tag: 'Nothing new', colour: 'grey' };
    case 'cancelled':
      return { tag: 'Cancelled', colour: 'red' };
    default:
      return state satisfies never;
  }
}

/** Begun, and still in the undo window. */
const READY: StatusTag = { tag: 'Ready', colour: 'aqua-green' };
/** A person must decide about something held. */
const DECIDE: StatusTag = { tag: 'Please decide', colour: 'yellow' };

/** Its text blocks it. */
const PUT_RIGHT: StatusTag = { tag: 'Put right', colour: 'red' };
/** It waits for an approval. */
const NEEDS_YES: StatusTag = { tag: 'Needs your yes', colour: 'yellow' };
/** A person has paused everything, or it alone. */
const PAUSED: StatusTag = { tag: 'Paused', colour: 'orange' };
/** Its channel has stopped. */
const STOPPED: StatusTag = { tag: 'Stopped', colour: 'orange' };

/** The pauses over a publication, each with its reason. */
export type Pauses = { everything: string | undefined; channel: string | undefined; own: string | undefined };

/**
 * What a publication's status depends on. `cancelled`: a person has cancelled it, and the next tick closes it. `decide`: something of it
 * is held. `ready`: begun, and still in the undo window. `blocked` and `unapproved` matter before it begins.
 */
export type StatusFacts = {
  state: 'planned' | PublicationState;
  channel: ChannelName;
  cancelled: boolean;
  decide: boolean;
  ready: boolean;
  pauses: Pauses;
  blocked: boolean;
  unapproved: boolean;
};

/** Returns a publication's status: the same on the plan and on its own page. */
export function statusOf({ state, channel, cancelled, decide, ready, pauses, blocked, unapproved }: StatusFacts): StatusTag {
  if (!isOpen(state)) return statusTag(state, channel);
  if (cancelled) return statusTag('cancelled', channel);
  if (decide) return DECIDE;
  if (pauses.everything !== undefined || pauses.own !== undefined) return PAUSED;
  if (pauses.channel !== undefined) return STOPPED;
  if (ready) return READY;
  if (state === 'sealing' || state === 'sending') return statusTag(state, channel);
  if (blocked) return PUT_RIGHT;
  return unapproved ? NEEDS_YES : statusTag(state, channel);
}

/** True for a state that is not final. */
export function isOpen(state: 'planned' | PublicationState): boolean {
  return state === 'planned' || state === 'waiting' || state === 'sealing' || state === 'sending';
}

export function isPaused({ everything, channel, own }: Pauses): boolean {
  return everything !== undefined || channel !== undefined || own !== undefined;
}

/** Says what a publication waits for while it is paused; empty when it is not. */
export function pauseSentences({ everything, channel, own }: Pauses, on: ChannelName): string[] {
  const stopped = on === 'email' ? 'email' : `posting on ${channelName(on)}`;
  return [
    ...(everything === undefined ? [] : ['It waits until everything is resumed.']),
    ...(channel === undefined || everything !== undefined ? [] : [`It waits until ${stopped} is resumed.`]),
    ...(own === undefined ? [] : [`Paused: ${own}`]),
  ];
}
