import { CONSENT_BUTTON, consentSentences, consentVersion } from '#core/privacy/consent';
import type { Rules } from '#core/rules/rules';
import type { TypedForm } from '#core/signup/signup-form';
import { frequencies } from '#core/subscriber/frequencies';
import type { Mistake } from '#core/subscriber/preferences-form';

export const EMPTY: TypedForm = { email: '', name: '', organisation: '', frequency: '', topics: [] };

/** Longer than any valid value, and short enough to show again. */
const MAX_TYPED_CHARACTERS = 500;

export function typedForm(fields: URLSearchParams): TypedForm {
  const field = (name: string) => (fields.get(name) ?? '').slice(0, MAX_TYPED_CHARACTERS);
  return {
    email: field('email'),
    name: field('name'),
    organisation: field('organisation'),
    frequency: field('frequency'),
    topics: fields.getAll('topic').slice(0, MAX_TYPED_CHARACTERS),
  };
}

/** What the form must say at its top. */
export type Asked = {
  mistakes?: Mistake[];
  /** The consent text has changed since the form was shown. */
  textChanged?: boolean;
  question?: { token: string; words: string; wrong: boolean };
};

/** Returns the view of the form with what was typed, and the mistakes in it. */
export function subscribeView(
  rules: Rules,
  typed: TypedForm,
  { mistakes = [], textChanged: otherWords = false, question }: Asked = {},
): { [field: string]: unknown; errors: object[]; frequencies: object[] } {
  const errorOf = (field: string) => mistakes.find((mistake) => mistake.field === field)?.sentence;
  const summary = mistakes.map(({ field, sentence }) => ({ target: field === 'frequency' ? 'frequency-1' : field, sentence }));
  const wrong = question?.wrong ? [{ target: 'answer', sentence: WRONG }] : [];
  return {
    typed,
    errors: [...wrong, ...summary],
    error: { email: errorOf('email'), name: errorOf('name'), frequency: errorOf('frequency'), answer: question?.wrong ? WRONG : undefined },
    otherWords,
    question,
    ...formView(rules),
    organisations: [...rules.organisations].map(([value, label]) => ({ value, words: label, chosen: value === typed.organisation })),
    frequencies: frequencies(rules).map(({ value, words: label }, i) => ({
      id: `frequency-${i + 1}`,
      value,
      words: label,
      chosen: value === typed.frequency,
    })),
    topics: [...rules.topics].map(([value, label], i) => ({
      id: `topic-${i + 1}`,
      value,
      words: label,
      chosen: typed.topics.includes(value),
    })),
  };
}

const WRONG = 'That was not the right answer, or it came too late. Here is another question';

/** Returns the texts of every sign-up form, ours and copies on other sites. */
export function formView(rules: Rules): { sentences: string[]; button: string; wording: string; name: string } {
  return { sentences: consentSentences(rules), button: CONSENT_BUTTON, wording: consentVersion(rules), name: rules.name };
}
