// The email checklist for tests: it needs only the bytes of a mail.
import { checkEmail, type EmailFinding } from '#core/email-check/check';
import type { MailSetting } from '#core/email-check/opened-mail';
import { rules } from '#tests/core/email-samples';

/** Returns what is wrong with a mail. Without a `setting` the mail is one of the sample newsroom, to its list. */
export function findings(message: Uint8Array, setting: Partial<MailSetting> = {}): EmailFinding[] {
  return checkEmail(message, { to: 'list', senderProfile: rules, ...setting });
}

/** Returns only the findings that block a send. A test that makes an email says `expect(blocking(message)).toEqual([])`. */
export function blocking(message: Uint8Array, setting: Partial<MailSetting> = {}): EmailFinding[] {
  return findings(message, setting).filter(({ level }) => level === 'blocks');
}
