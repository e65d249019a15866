/** What is known of a call that ended without an answer: the system's error code and its sentence. */
export type BrokenWire = { code?: string | undefined; message: string };

const BEFORE_THE_CONNECTION = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL']);

// OpenSSL's verdicts on a certificate: Node gives them before it lets the first byte of a request through.
const BAD_CERTIFICATE =
  /^(CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|HOSTNAME_MISMATCH|INVALID_CA|ERR_TLS_CERT_ALTNAME_INVALID)/;

/**
 * True when the wire certainly broke before we said anything, so that nothing can have been done: no address, no
 * connection, no trust. False is not the opposite; it means that nobody knows.
 */
export function neverSpoke({ code = '', message }: BrokenWire): boolean {
  return (
    BEFORE_THE_CONNECTION.has(code) ||
    BAD_CERTIFICATE.test(code) ||
    // Node's words for a reset during the TLS handshake, whose code is the ambiguous ECONNRESET.
    message.includes('before secure TLS connection was established') ||
    // The AWS SDK's words for its connection timeout.
    message.includes('did not establish a connection with the server within')
  );
}
