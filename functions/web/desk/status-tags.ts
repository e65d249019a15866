// The status of things in the desk's coloured tags, not the states of the code.
import type { ChannelName, PublicationState } from '#core/publication/publication';

/** `colour` is one of the design system's tags. */
export type StatusTag = { tag: string; colour: string };

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
export const READY: StatusTag = { tag: 'Ready', colour: 'aqua-green' };
/** A person must decide about something held. */
export const DECIDE: StatusTag = { tag: 'Please decide', colour: 'yellow' };

/** Its text blocks it. */
export const PUT_RIGHT: StatusTag = { tag: 'Put right', colour: 'red' };
/** It waits for an approval. */
export const NEEDS_YES: StatusTag = { tag: 'Needs your yes', colour: 'yellow' };
