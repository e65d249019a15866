import { withoutInvisible } from '#core/text/lines';

const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]$/;

/**
 * True when SES accepts this address: ASCII only, a domain with a dot, and the length limits of RFC 5321. SES has no
 * SMTPUTF8 and rejects punycode before the @.
 */
export function isMailable(address: string): boolean {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  return (
    at > 0 &&
    address.length <= 254 &&
    local.length <= 64 &&
    LOCAL.test(local) &&
    DOMAIN.test(domain) &&
    domain.split('.').every((label) => label.length <= 63)
  );
}

/** Returns a typed or pasted address as it can be mailed: with its domain in ASCII. Undefined when it cannot be mailed. */
export function readAddress(typed: string): string | undefined {
  const trimmed = withoutInvisible(typed);
  const at = trimmed.lastIndexOf('@');
  if (at < 1 || trimmed.length > 320) return undefined;
  const domain = trimmed.slice(at + 1);
  // Refused: characters that URL would read as something other than a host.
  if (/[\s/\\?#:@%[\]<>^|]/.test(domain) || !URL.canParse(`https://${domain}/`)) return undefined;
  const ascii = new URL(`https://${domain}/`).hostname;
  const address = `${trimmed.slice(0, at)}@${ascii}`;
  return isMailable(address) ? address : undefined;
}
