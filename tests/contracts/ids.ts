import { Temporal } from 'temporal-polyfill';
import type { PublicationId } from '#core/publication/publication';
import type { Slug } from '#core/story/story';
import type { SubscriberId } from '#core/subscriber/subscriber';

export const publicationId = (id: string): PublicationId => id as PublicationId;
export const slug = (name: string): Slug => name as Slug;
/** Returns 32 hex digits that sort like their numbers (below 16^8): the number's 8 hex digits, then zeros. */
export const subscriberId = (n: number): SubscriberId => n.toString(16).padStart(8, '0').padEnd(32, '0') as SubscriberId;
export const at = (time: string): Temporal.Instant => Temporal.Instant.from(time);
