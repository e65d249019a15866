import fc from 'fast-check';
import { parseDocument } from 'htmlparser2';
import { describe, expect, test } from 'vitest';
import { render } from '#templates/pages';

const SHORT = ['constructor', '__proto__', 'toHTML', 'toString', 'prototype', 'lookup', 'hasOwnProperty', 'main'];
/** Views with names that a template engine might look up in the wrong place, and texts that look like markup or a template. */
const hostile = fc.dictionary(
  fc.oneof(fc.constantFrom(...SHORT), fc.string({ maxLength: 8 })),
  fc.oneof(
    fc.string(),
    fc.constantFrom('<script>x()</script>', '{{main}}', '{{{main}}}', '"><img src=x onerror=x()>', '{{> frame}}'),
    fc.boolean(),
  ),
);
const texts = fc.oneof(fc.string(), fc.constantFrom('<script>x()</script>', '"><img src=x onerror=x()>', '{{{title}}}', "'-alert(1)-'"));

type Element = { type: string; name?: string; attribs?: Record<string, string>; children?: unknown[] };
function elements(node: unknown): Element[] {
  const { children = [], ...own } = node as Element;
  return [own, ...children.flatMap(elements)];
}

describe('a page', () => {
  test('a rendered page has its texts as text, and nothing that runs', () => {
    fc.assert(
      fc.property(texts, texts, hostile, (name, replyTo, more) => {
        const html = render('readers/bad-link', { ...more, what: name, replyTo });
        for (const { name: tag = '', attribs = {} } of elements(parseDocument(html))) {
          expect(['script', 'iframe', 'object', 'img']).not.toContain(tag);
          expect(Object.keys(attribs).filter((attribute) => attribute.startsWith('on'))).toEqual([]);
          expect(attribs.href ?? '').not.toMatch(/^\s*javascript:/i);
        }
      }),
    );
  });

  test('a rendered page takes nothing from the prototypes of its view', () => {
    const canary = 'a word that stands on every object';
    const proto = Object.prototype as any;
    proto.replyTo = canary;
    try {
      expect(render('readers/bad-link', { what: 'stop them' })).not.toContain(canary);
    } finally {
      delete proto.replyTo;
    }
  });
});
