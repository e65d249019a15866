// Reads what a visitor types into the sign-up form, or says what to correct in it.

import { readAddress } from '#core/mime/mailable-address';
import type { Rules } from '#core/rules/rules';
import { type Mistake, readChoices } from '#core/subscriber/preferences-form';
import type { Choices } from '#core/subscriber/subscriber';

/** The form as it was typed. It is shown again when something is missing. */
export type TypedForm = { email: string; name: string; organisation: string; frequency: string; topics: string[] };

/** Reads the form: the address and the choices, or what to correct. */
export function readSignupForm(typed: TypedForm, rules: Rules): { address: string; choices: Choices } | { mistakes: Mistake[] } {
  const address = readAddress(typed.email);
  const { topics, ...fields } = typed;
  const single = new Map(Object.entries(fields));
  const choices = readChoices((field) => (field === 'topics' ? topics : [single.get(field) ?? '']), rules);
  const wrong = address === undefined ? [{ field: 'email', sentence: addressSentence(typed.email) }] : [];
  if ('mistakes' in choices) return { mistakes: [...wrong, ...choices.mistakes] };
  return address === undefined ? { mistakes: wrong } : { address, choices: choices.value };
}

function addressSentence(typed: string): string {
  if (typed.trim() === '') return 'Enter your email address';
  const local = typed.trim().slice(0, Math.max(0, typed.trim().lastIndexOf('@')));
  return /[^\0-\x7f]/.test(local)
    ? 'Enter an email address with only plain letters before the @. We cannot send to letters with accents there'
    : 'Enter an email address in the right form, like name@example.org';
}
