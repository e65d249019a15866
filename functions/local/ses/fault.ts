import type { ServerResponse } from 'node:http';
import type { SesError } from '#local/ses/refusal';

/** How a response may fail to arrive. */
export type Trouble = 'hang' | 'reset' | '500' | '503' | 'cut' | 'drip';

/** How a call may fail, for drills and tests. With `accept-then-…` it is carried out all the same, and the caller cannot know. */
export type SesFault = 'none' | keyof typeof sesRefusals | Trouble | `accept-then-${Trouble}`;

export const sesRefusals = {
  throttle: { status: 400, code: 'Throttling', message: 'Maximum sending rate exceeded.' },
  'daily-quota': { status: 400, code: 'Throttling', message: 'Daily message quota exceeded.' },
  'not-verified': {
    status: 400,
    code: 'MessageRejected',
    message: 'Email address is not verified. The following identities failed the check in region EU-WEST-2',
  },
  'mail-from-not-verified': { status: 400, code: 'MailFromDomainNotVerifiedException', message: 'The MAIL FROM domain is not verified.' },
  'bad-signature': {
    status: 403,
    code: 'SignatureDoesNotMatch',
    message: 'The request signature we calculated does not match the signature you provided.',
  },
} satisfies Record<string, SesError>;

/** Says whether the call is carried out, and whether its response is an SES error, fails to arrive, or is the usual one. */
export function readFault(fault: SesFault): { carriedOut: boolean; refusal?: SesError; trouble?: Trouble } {
  switch (fault) {
    case 'none':
      return { carriedOut: true };
    case 'throttle':
    case 'daily-quota':
    case 'not-verified':
    case 'mail-from-not-verified':
    case 'bad-signature':
      return { carriedOut: false, refusal: sesRefusals[fault] };
    case 'hang':
    case 'reset':
    case '500':
    case '503':
    case 'cut':
    case 'drip':
      return { carriedOut: false, trouble: fault };
    default:
      return { carriedOut: true, trouble: troubles[fault] };
  }
}

const troubles: Record<`accept-then-${Trouble}`, Trouble> = {
  'accept-then-hang': 'hang',
  'accept-then-reset': 'reset',
  'accept-then-500': '500',
  'accept-then-503': '503',
  'accept-then-cut': 'cut',
  'accept-then-drip': 'drip',
};

/** Responds as a failing server or connection does. */
export function misbehave(trouble: Trouble, response: ServerResponse): void {
  switch (trouble) {
    case 'hang':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case '500':
      response
        .writeHead(500, { 'content-type': 'text/xml' })
        .end(errorXml({ status: 500, code: 'InternalFailure', message: 'Something broke.' }));
      return;
    case '503':
      response.writeHead(503, { 'content-type': 'text/html' }).end('<html><body>Service Unavailable</body></html>');
      return;
    case 'cut':
      response.writeHead(200, { 'content-type': 'text/xml', 'content-length': 400 });
      response.write('<SendRawEmailResponse><SendRawEm', () => response.socket?.destroy());
      return;
    case 'drip': {
      response.writeHead(200, { 'content-type': 'text/xml' });
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
      return;
    }
    default:
      trouble satisfies never;
  }
}

export function errorXml({ status, code, message }: SesError): string {
  const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const error = `<Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${code}</Code><Message>${text}</Message></Error>`;
  return `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/">${error}<RequestId>00000000-0000-4000-8000-000000000000</RequestId></ErrorResponse>`;
}
