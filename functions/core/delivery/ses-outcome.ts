import { neverSpoke } from '#core/delivery/connection-failure';
import type { Outcome } from '#core/delivery/outcome';
import { senderFault } from '#core/rules/sender-fault';

/**
 * A call to SES that gave no receipt. `status`: the HTTP status, absent when there was no complete answer. `code`: the system's error code
 * when the connection failed.
 */
export type MailFailure = {
  name: string;
  message: string;
  status?: number | undefined;
  code?: string | undefined;
  /** The address that the mail is from, and the domain that we may send from. */
  from?: string | undefined;
  domain?: string | undefined;
};

/** What SES says of each mail while a restore has switched it off. */
export const SWITCHED_OFF = 'Sending is paused for our SES configuration set. Switch it on again in SES when the reason is gone.';

const STOPS: Record<string, string> = {
  AccountSendingPausedException:
    'Sending is paused for the whole AWS account. Look at the reputation page of SES, then switch it on again there.',
  ConfigurationSetSendingPausedException: SWITCHED_OFF,
  MailFromDomainNotVerifiedException: 'SES no longer finds the DNS records of the MAIL FROM domain. Put them back.',
  ConfigurationSetDoesNotExistException: 'The SES configuration set does not exist. Deploy the newsroom again.',
};

const DENIED = new Set(['AccessDenied', 'AccessDeniedException']);
const NO_PERMISSION = 'AWS does not let the newsroom send with SES. Its permissions have to be put right.';

const THROTTLES = new Set(['Throttling', 'ThrottlingException', 'TooManyRequestsException', 'RequestThrottled']);

/**
 * Returns the outcome that one failed `SendRawEmail` proves (names: AWS, "Amazon SES API error codes"). A 5xx or a failed connection
 * leaves it unknown.
 */
export function mailOutcome(failure: MailFailure): Outcome {
  const { name, message, status } = failure;
  if (status === undefined) {
    if (neverSpoke(failure)) return { kind: 'try-later', why: 'unreachable' };
    // Without credentials the SDK cannot sign, so it sent nothing.
    if (name === 'CredentialsProviderError') return { kind: 'stopped', why: 'The newsroom has no AWS credentials to send with.' };
    return { kind: 'unknown', why: `The connection to SES broke after we spoke (${failure.code ?? name}).` };
  }
  if (status < 400 || status >= 500 || status === 408) return { kind: 'unknown', why: `SES answered ${status} (${name}).` };
  // SES uses one error name for rate and daily quota; only the message tells them apart.
  if (THROTTLES.has(name)) return { kind: 'try-later', why: /daily|24.hour/i.test(message) ? 'daily-quota' : 'rate' };
  if (DENIED.has(name)) return { kind: 'stopped', why: otherDomain(failure) ?? NO_PERMISSION };
  const stop = STOPS[name];
  if (stop !== undefined) return { kind: 'stopped', why: stop };
  if (name === 'MessageRejected') {
    if (/not verified/i.test(message))
      return { kind: 'stopped', why: 'SES has not verified the sender’s address or domain, or the account is still in the sandbox.' };
    return { kind: 'refused', why: `SES rejected the mail: ${withoutAddresses(message)}` };
  }
  if (name === 'InvalidParameterValue')
    return { kind: 'refused', why: `SES refused the mail or its address: ${withoutAddresses(message)}` };
  // A bad signature, key or clock, or an error that we do not know: it would hit every mail, so sending stops.
  return { kind: 'stopped', why: `SES refuses our calls: ${name}.` };
}

/** Our permission holds for one domain. AWS's refusal names the permission, and not the address that it does not cover. */
function otherDomain({ from, domain }: MailFailure): string | undefined {
  return from === undefined || domain === undefined ? undefined : senderFault(from, domain);
}

/** Removes addresses from a provider's message: it goes into a ledger row, which outlives its subscriber. */
function withoutAddresses(message: string): string {
  return message.replaceAll(/\S*@\S*/g, '(address)').slice(0, 300);
}
