// The checklist for emails, as tests ask it: of bytes alone.
import { checkEmail, type EmailFinding } from '#core/email-check/check';
import type { MailSetting } from '#core/email-check/opened-mail';
import { rules } from '#tests/core/email-samples';

/** What is wrong with a mail of the sample newsroom, or of another. */
export function findings(message: Uint8Array, setting: Partial<MailSetting> = {}): EmailFinding[] {
  return checkEmail(message, { to: 'list', senderProfile: rules, ...setting });
}

/** Only what blocks: for a test that makes an email and says `expect(blocking(message)).toEqual([])`. */
export function blocking(message: Uint8Array, setting: Partial<MailSetting> = {}): EmailFinding[] {
  return findings(message, setting).filter(({ level }) => level === 'blocks');
}
