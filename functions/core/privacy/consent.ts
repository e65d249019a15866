// The words that somebody agrees to: on the form, and kept with her as her consent. When the rules change them, they are other words.

import type { Rules } from '#core/rules/rules';
import { links } from '#core/site/links';
import { frequencies } from '#core/subscriber/frequencies';
import { fingerprint } from '#core/text/fingerprint';

/** One sentence or two each, in the order in which they stand on the form. Plain text. */
export function consentSentences(rules: Rules): string[] {
  const { name, host } = rules;
  return [
    `The ${name} will send you emails.${host ? ` It is hosted by ${host.name}, which is responsible for your details.` : ''}`,
    `You choose how often: ${oneOf(frequencies(rules).map(({ often }) => often))}. News of our events comes with each of these.`,
    'You can stop at any time. Each email has a link to stop them all, and it works at once.',
    'We use your details only to send you these emails.',
  ];
}

/** All of it as one text: what is kept. */
export function consentWording(rules: Rules): string {
  return [...consentSentences(rules), `How we look after your details: ${links(rules).privacy}`, CONSENT_BUTTON].join('\n');
}

export const CONSENT_BUTTON = 'Yes, send me these emails';

/** Tells one wording from another, so that a form that stands elsewhere can say which words it shows. Not a secret. */
export function consentVersion(rules: Rules): string {
  return fingerprint(consentWording(rules));
}

function oneOf(choices: readonly string[]): string {
  return `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
}
