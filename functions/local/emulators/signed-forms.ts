// fauxqs takes the form of any sender. This is put in front of it, so that only a form that we have signed is taken, as S3 does. Otherwise
// a page of any website could write into the buckets of this machine.
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { bodyOf, isForm } from '#local/stand-ins/loopback';

/** Says that we ask ourselves, after the check. */
const CHECKED = { name: 'x-checked', value: randomUUID() };

/** Answers a form whose signature or policy does not hold with S3's 403 or 400. */
export function onlySignedForms(server: Server, secret: string): void {
  server.emit = new Proxy(server.emit, {
    apply: (emit, self, given) => {
      const [event, request, response] = given;
      if (event !== 'request' || !isForm(request) || request.headers[CHECKED.name] === CHECKED.value)
        return Reflect.apply(emit, self, given);
      answer(request, response, secret).catch(() => response.destroy());
      return true;
    },
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, secret: string): Promise<void> {
  const { headers, socket, url = '/' } = request;
  const body = new Uint8Array(await bodyOf(request));
  const type = headers['content-type'] ?? '';
  const form = await new Response(body, { headers: { 'content-type': type } }).formData().catch(() => undefined);
  const fault = form ? faultOf(form, url, secret) : { status: 400, code: 'MalformedPOSTRequest' };
  if (fault) {
    response
      .writeHead(fault.status, { 'content-type': 'application/xml', connection: 'close' })
      .end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${fault.code}</Code></Error>`);
    return;
  }
  const asked = { method: 'POST', body, headers: { 'content-type': type, [CHECKED.name]: CHECKED.value }, redirect: 'manual' } as const;
  const taken = await fetch(`http://127.0.0.1:${socket.localPort}${url}`, asked);
  const to = taken.headers.get('location');
  response.writeHead(taken.status, to === null ? {} : { location: to }).end(Buffer.from(await taken.arrayBuffer()));
}

type Fault = { status: 400 | 403; code: 'AccessDenied' | 'SignatureDoesNotMatch' | 'EntityTooLarge' | 'MalformedPOSTRequest' };
const DENIED: Fault = { status: 403, code: 'AccessDenied' };
/** Fields that no condition is about. */
const OF_THE_SIGNATURE = ['Policy', 'X-Amz-Signature', 'file'];

/** Signature Version 4 of a POST policy, and the conditions in it. */
function faultOf(form: FormData, url: string, secret: string): Fault | undefined {
  const field = (name: string) => String(form.get(name) ?? '');
  const [, day = '', region = '', service = ''] = field('X-Amz-Credential').split('/');
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>((before, part) => hmac(before, part), `AWS4${secret}`);
  const [right, given] = [hmac(key, field('Policy')), Buffer.from(field('X-Amz-Signature'), 'hex')];
  if (given.length !== right.length || !timingSafeEqual(given, right)) return { status: 403, code: 'SignatureDoesNotMatch' };
  const policy: { expiration: string; conditions: unknown[] } = JSON.parse(Buffer.from(field('Policy'), 'base64').toString());
  if (Date.parse(policy.expiration) < Date.now()) return DENIED;
  const file = form.get('file');
  const sizeBytes = file instanceof File ? file.size : 0;
  const wanted = new Map<string, unknown>();
  for (const condition of policy.conditions) {
    if (!Array.isArray(condition)) for (const [name, value] of Object.entries(condition ?? {})) wanted.set(name, value);
    else if (condition[0] === 'content-length-range' && (sizeBytes < condition[1] || sizeBytes > condition[2]))
      return { status: 400, code: 'EntityTooLarge' };
  }
  const bucket = decodeURIComponent(new URL(url, 'http://s3').pathname.split('/')[1] ?? '');
  if (wanted.get('bucket') !== bucket) return DENIED;
  const names = [...form.keys()].filter((name) => !OF_THE_SIGNATURE.includes(name));
  return names.every((name) => wanted.get(name) === field(name)) ? undefined : DENIED;
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
