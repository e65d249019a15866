import type { ServerResponse } from 'node:http';
import { type XAnswer, xErrors } from '#local/social/x-error';

/**
 * How a call may fail, for drills and tests. `commit-then-…`, `201-empty`, `truncated` and `drip` carry out the call, and the caller
 * cannot be sure of it.
 */
export type XFault = 'ok' | XRefusal | XTrouble;

type XRefusal = 'dup-403' | '385' | '401' | '402' | '429' | 'suspended' | '503-json';
type XTrouble = 'never-answer' | 'drop' | '503-html' | 'commit-then-drop' | 'commit-then-500' | '201-empty' | 'truncated' | 'drip';

const refusals: Record<XRefusal, XAnswer> = {
  'dup-403': xErrors.duplicate,
  '385': xErrors.notVisible,
  '401': xErrors.unauthorised,
  '402': xErrors.noCredit,
  '429': xErrors.tooMany,
  suspended: xErrors.suspended,
  '503-json': xErrors.unavailable,
};

type Trouble = { carriedOut: boolean; answer(response: ServerResponse): void };

const troubles: Record<XTrouble, Trouble> = {
  'never-answer': { carriedOut: false, answer: () => undefined },
  drop: { carriedOut: false, answer: drop },
  '503-html': {
    carriedOut: false,
    answer: (response) => response.writeHead(503, { 'content-type': 'text/html' }).end('<html><body>Over capacity</body></html>'),
  },
  'commit-then-drop': { carriedOut: true, answer: drop },
  'commit-then-500': {
    carriedOut: true,
    answer: (response) =>
      response.writeHead(500, { 'content-type': 'application/json' }).end('{"title":"Internal Server Error","status":500}'),
  },
  '201-empty': { carriedOut: true, answer: (response) => response.writeHead(201, { 'content-type': 'application/json' }).end() },
  truncated: {
    carriedOut: true,
    answer: (response) => {
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': 100 });
      response.write('{"data":{"id":"14', () => response.socket?.destroy());
    },
  },
  drip: {
    carriedOut: true,
    answer: (response) => {
      response.writeHead(201, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    },
  },
};

function drop(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

/** Returns what the fault puts in place of the usual response, and whether the call is carried out all the same. */
export function readXFault(fault: XFault): { carriedOut: boolean; instead?: XAnswer | Trouble['answer'] } {
  if (fault === 'ok') return { carriedOut: true };
  if (isRefusal(fault)) return { carriedOut: false, instead: refusals[fault] };
  const { carriedOut, answer } = troubles[fault];
  return { carriedOut, instead: answer };
}

function isRefusal(fault: XRefusal | XTrouble): fault is XRefusal {
  return Object.hasOwn(refusals, fault);
}
