// The words that a reader agrees to. The form shows them, and they are stored as the reader's consent.

import type { Rules } from '#core/rules/rules';
import { links } from '#core/site/links';
import { frequencies } from '#core/subscriber/frequencies';
import { fingerprint } from '#core/text/fingerprint';

/** Returns paragraphs of one or two sentences in plain text, in the order of the form. */
export function consentSentences(rules: Rules): string[] {
  const { name, host } = rules;
  return [
    `The ${name} will send you emails.${host ? ` It is hosted by ${host.name}, which is responsible for your details.` : ''}`,
    `You choose how often: ${oneOf(frequencies(rules).map(({ often }) => often))}. News of our events comes with each of these.`,
    'You can stop at any time. Each email has a link to stop them all, and it works at once.',
    'We use your details only to send you these emails.',
  ];
}

/** Returns the whole wording as one text, as it is stored. */
export function consentWording(rules: Rules): string {
  return [...consentSentences(rules), `How we look after your details: ${links(rules).privacy}`, CONSENT_BUTTON].join('\n');
}

export const CONSENT_BUTTON = 'Yes, send me these emails';

/** Returns a fingerprint of the wording, so that a form on another site can say which words it shows. It is not a secret. */
export function consentVersion(rules: Rules): string {
  return fingerprint(consentWording(rules));
}

function oneOf(choices: readonly string[]): string {
  return `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
}
