import type { Temporal } from 'temporal-polyfill';
import type { Outcome } from '#core/delivery/outcome';
import type { Chance } from '#tests/simulation/chance';
import type { Checker } from '#tests/simulation/checker';
import type { Kernel } from '#tests/simulation/kernel';
import type { Scenario } from '#tests/simulation/scenario';

type Post = { id: string; text: string; at: number; visibleAt: number; hiddenLookups: number; inReplyTo?: string };

/** X: no idempotency key, a timeline that lags, and sometimes a refusal of a text that was just posted. */
export class SocialProvider {
  readonly posts: Post[] = [];
  readonly #kernel: Kernel;
  readonly #chance: Chance;
  readonly #scenario: Scenario;
  readonly #checker: Checker;
  readonly #zero: number;

  constructor(kernel: Kernel, chance: Chance, scenario: Scenario, checker: Checker, zero: number) {
    this.#kernel = kernel;
    this.#chance = chance;
    this.#scenario = scenario;
    this.#checker = checker;
    this.#zero = zero;
  }

  /** Handles a request that has reached X. */
  take({ text, inReplyTo }: { text: string; inReplyTo?: string }): Outcome {
    const { social, faultsUntil } = this.#scenario;
    const minute = this.#kernel.now - this.#zero;
    if (social.stops.some(({ from, to }) => minute >= from && minute < to))
      return { kind: 'stopped', why: 'Our X account has no credit left.' };
    if (minute < faultsUntil && this.#chance.happens(social.throttled)) return { kind: 'try-later', why: 'rate' };
    if (minute < faultsUntil && this.#chance.happens(social.refused)) return { kind: 'refused', why: 'X refused the post.' };
    // The refusal says only that this text is there: it may be this very post, from a call whose answer was lost.
    if (this.posts.some((post) => post.text === text && this.#kernel.now - post.at < social.guardMs))
      return { kind: 'unknown', why: 'X holds a post with this very text.' };
    const id = `x-${this.posts.length + 1}`;
    this.posts.push({
      id,
      text,
      at: this.#kernel.now,
      visibleAt: this.#kernel.now + this.#chance.between(0, social.lagMs),
      hiddenLookups: social.hiddenLookups,
      ...(inReplyTo === undefined ? {} : { inReplyTo }),
    });
    this.#checker.posted(text, id, inReplyTo);
    return { kind: 'accepted', receipt: id };
  }

  recent(since: Temporal.Instant): { id: string; text: string; inReplyTo?: string }[] {
    return (
      this.posts
        .filter((post) => post.at >= since.epochMilliseconds && post.visibleAt <= this.#kernel.now)
        // Not every copy of the timeline has every post: a lookup may miss one, though not three times in a row.
        .filter((post) => post.hiddenLookups-- <= 0)
        .toReversed()
        .map(({ id, text, inReplyTo }) => ({ id, text, ...(inReplyTo === undefined ? {} : { inReplyTo }) }))
    );
  }
}
