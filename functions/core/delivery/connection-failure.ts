/** The failure of a call that got no answer: the system's error code and message. */
export type BrokenWire = { code?: string | undefined; message: string };

const BEFORE_THE_CONNECTION = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL']);

// OpenSSL's error codes for a bad certificate. Node reports them before it sends the first byte of a request.
const BAD_CERTIFICATE =
  /^(CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|HOSTNAME_MISMATCH|INVALID_CA|ERR_TLS_CERT_ALTNAME_INVALID)/;

/**
 * True when the connection certainly failed before the request was written, so the call had no effect: DNS, the connection or the
 * certificate failed. False means that the outcome is unknown.
 */
export function neverSpoke({ code = '', message }: BrokenWire): boolean {
  return (
    BEFORE_THE_CONNECTION.has(code) ||
    BAD_CERTIFICATE.test(code) ||
    // Node's message for a reset during the TLS handshake. Its code, ECONNRESET, is ambiguous.
    message.includes('before secure TLS connection was established') ||
    // The AWS SDK's message for its connection timeout.
    message.includes('did not establish a connection with the server within')
  );
}
