import { Temporal } from 'temporal-polyfill';
import type { PublicationId } from '#core/publication/publication';
import type { Slug } from '#core/story/story';
import type { SubscriberId } from '#core/subscriber/subscriber';

export const publicationId = (id: string) => id as PublicationId;
export const slug = (name: string) => name as Slug;
/** 32 hex digits, in the order of the numbers below 16^8; the first digit is the number's first. */
export const subscriberId = (n: number) => n.toString(16).padStart(8, '0').padEnd(32, '0') as SubscriberId;
export const at = (time: string) => Temporal.Instant.from(time);
