import { plainWords } from '#core/markdown/plain-words';
import { DISRUPTIVE, type Wording } from '#core/parsing/field-kinds';

const MAILBOX = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/u;
const NOTHING_LEFT = 'has no words in it, only signs of Markdown or HTML. Write what readers are to see.';
const DISTURBING = 'has a code in it that stands for an invisible character. Take the code out.';

/**
 * Returns how the words of a story's keys are read. `own`: of the editor's own post, which keeps addresses. `sealed`: nothing is a
 * fault, as an earlier version sealed the words by its own rules.
 */
export function wording({ sealed, own = false }: { sealed: boolean; own?: boolean }): Wording {
  return (typed) => {
    const { words, faults } = plainWords(typed, { keepAddresses: own });
    const unusable = !/[\p{L}\p{N}\p{P}\p{S}]/u.test(words)
      ? NOTHING_LEFT
      : DISRUPTIVE.test(words) || (!own && words.includes('\n'))
        ? DISTURBING
        : undefined;
    if (unusable !== undefined) return { words: typed, faults: sealed ? [] : [unusable] };
    const mailbox = !own && MAILBOX.test(words) ? [NO_MAILBOX] : [];
    return { words, faults: sealed ? [] : [...faults, ...mailbox] };
  };
}

const NO_MAILBOX =
  'has an email address in it, which would stand in subjects and on social media for anyone to collect. Write it in the text below the keys instead.';
