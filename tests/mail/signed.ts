import { generateKeyPairSync } from 'node:crypto';
import { authenticate, dkimSign } from 'mailauth';
import type { Mail } from '#tests/mail/mails';
import type { Verdict } from '#tests/mail/verdict';

/** The headers that SES signs, as captured mail shows. A mail's signature covers those that it has. */
const SIGNED = 'From:Reply-To:To:Subject:MIME-Version:Content-Type:List-Unsubscribe:List-Unsubscribe-Post:Message-ID:Date';
const DOMAIN = 'example.org';
/** From a documentation network (RFC 5737). */
const FROM_HERE = '192.0.2.25';

/**
 * Signs each mail as SES does, and has it verified with our own name server: the signature is valid and covers what one-click
 * needs (RFC 8058), DMARC passes by DKIM (strict) and by SPF (relaxed: SES bounces to a subdomain), and a changed byte is noticed.
 */
export async function signed(mails: readonly Mail[]): Promise<Verdict> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'der' },
  });
  const key = { signingDomain: DOMAIN, selector: 'newsroom', privateKey };
  const records: Record<string, string> = {
    [`newsroom._domainkey.${DOMAIN}`]: `v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`,
    [`_dmarc.${DOMAIN}`]: 'v=DMARC1; p=reject; adkim=s; aspf=r',
    [`bounce.${DOMAIN}`]: `v=spf1 ip4:${FROM_HERE} -all`,
  };
  const resolver = async (name: string, type: string) => {
    const record = type === 'TXT' ? records[name] : undefined;
    if (record === undefined) throw Object.assign(new Error(`There is no ${type} of ${name}.`), { code: 'ENOTFOUND' });
    return [[record]];
  };
  const verify = (message: Buffer) =>
    authenticate(message, { ip: FROM_HERE, helo: `mail.${DOMAIN}`, sender: `bounced@bounce.${DOMAIN}`, mta: `mx.${DOMAIN}`, resolver });
  const wrong: string[] = [];
  for (const { name, to, message } of mails) {
    const { signatures, errors } = await dkimSign(Buffer.from(message), {
      ...key,
      canonicalization: 'relaxed/simple',
      headerList: SIGNED,
      signatureData: [key],
    });
    const whole = Buffer.concat([Buffer.from(signatures), message]);
    const { dkim, dmarc, spf } = await verify(whole);
    const [result] = dkim.results;
    const covered = (/\bh=([^;]*)/.exec(signatures.replace(/\s/g, ''))?.[1] ?? '').toLowerCase().split(':');
    const must = ['from', 'to', 'subject', 'date', ...(to === 'list' ? ['list-unsubscribe', 'list-unsubscribe-post'] : [])];
    if (errors && errors.length > 0) wrong.push(`${name}: it could not be signed.`);
    if (result?.status.result !== 'pass' || result.status.aligned !== DOMAIN)
      wrong.push(`${name}: DKIM says ${result?.status.result ?? 'nothing'}.`);
    if (spf === false || spf.status.result !== 'pass') wrong.push(`${name}: SPF says ${spf === false ? 'nothing' : spf.status.result}.`);
    if (dmarc === false || dmarc.status.result !== 'pass')
      wrong.push(`${name}: DMARC says ${dmarc === false ? 'nothing' : dmarc.status.result}.`);
    for (const header of must) if (!covered.includes(header)) wrong.push(`${name}: ${header} is not signed.`);
    for (const [part, changed] of tampered(whole, to)) {
      const [seen] = (await verify(changed)).dkim.results;
      if (seen?.status.result === 'pass') wrong.push(`${name}: ${part} was changed on the way, and nobody noticed.`);
    }
  }
  return {
    said: [`${mails.length} mails signed and verified: DKIM and SPF pass and are aligned, DMARC passes, what is changed is noticed.`],
    wrong,
  };
}

function tampered(whole: Buffer, to: Mail['to']): [part: string, changed: Buffer][] {
  const text = whole.toString('latin1');
  const swap = (from: string | RegExp, by: string) => Buffer.from(text.replace(from, by), 'latin1');
  return [
    ['a word of the body', swap(/<\/h1>/, '!</h1>')],
    ...(to === 'list' ? [['List-Unsubscribe-Post', swap('=One-Click', '=Two-Click')] satisfies [string, Buffer]] : []),
  ];
}
