// Until when people agreed to be shown in a story's pictures.
import type { Temporal } from 'temporal-polyfill';
import type { Story } from '#core/story/story';
import { nhsDate } from '#core/time/nhs-dates';

/** Before the day on which an agreement ends, or after it. */
const REMIND_DAYS = 14;

/** Returns each picture of which an agreement ends within two weeks, or has ended: a sentence, and its last day. */
export function endingAgreements(
  { image, agreed = [] }: Pick<Story, 'image' | 'agreed'>,
  today: Temporal.PlainDate,
): { sentence: string; until: Temporal.PlainDate }[] {
  const top = image?.agreedUntil ? [{ what: 'the picture at the top', until: image.agreedUntil }] : [];
  const inText = agreed.map(({ src, until }) => ({ what: `the picture “${src}”`, until }));
  return [...top, ...inText]
    .filter(({ until }) => today.until(until).days <= REMIND_DAYS)
    .map(({ what, until }) => {
      const agree = today.until(until).sign < 0 ? 'agreed' : 'agree';
      const sentence = `The people in ${what} ${agree} until ${nhsDate(until)}. Take the picture out, or ask them again and change the day.`;
      return { sentence, until };
    });
}
