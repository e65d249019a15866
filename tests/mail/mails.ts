// One mail of each kind, as readers get it, for the checks that are too slow or too heavy for every run.
import { Temporal } from 'temporal-polyfill';
import { type MailSetting, openMail } from '#core/email-check/opened-mail';
import type { LetterKind } from '#core/letter';
import { composeLetter } from '#core/letter-mail';
import { layOutLetter } from '#core/mime';
import { ORDINARY } from '#tests/core/email-check/shapes';
import { messageOf, reader, rules } from '#tests/core/email-samples';

export type Mail = { name: string; to: MailSetting['to']; message: Uint8Array };

const LETTERS: LetterKind[] = ['confirm', 'known', 'link', 'move', 'moving'];

export function mails(): Mail[] {
  const at = Temporal.Instant.from('2020-03-19T09:00:00Z');
  const url = 'https://news.example.org/c/3kTq9-s1gned_word.0123456789abcdef0123456789abcdef';
  const letters = LETTERS.map(
    (kind): Mail => ({
      name: `letter: ${kind}`,
      to: 'letter',
      message: layOutLetter(composeLetter(kind, { house: rules, name: reader.name, url, at }), rules, reader.address, `${kind}-2020-03-19`),
    }),
  );
  return [...ORDINARY.map(([name, given]): Mail => ({ name, to: 'list', message: messageOf(given) })), ...letters];
}

export function htmlOf({ message, to }: Mail): string {
  return openMail(message, { to, house: rules }).html;
}
