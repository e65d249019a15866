import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvFile } from '#core/import/csv-file';
import { COLUMNS, csvLayout } from '#core/import/csv-header';
import { csvLine } from '#core/import/csv-line';
import { csvRows } from '#core/import/csv-rows';
import { EXPORT_HEADER, exportedLine } from '#core/import/export';
import { importRows } from '#core/import/import-rows';
import { readPersonRow } from '#core/import/subscriber-row';
import type { Topic } from '#core/rules/rules';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { at } from '#tests/contracts/ids';
import { sampleRules } from '#tests/core/samples';

const rules = sampleRules();
const idOf = (address: string) => address.trim().toLowerCase() as SubscriberId;

function rowsOf(text: string) {
  const file = csvFile(new TextEncoder().encode(text));
  const layout = 'bytes' in file ? csvLayout(file.bytes) : undefined;
  if (!layout || !('bytes' in file)) throw new Error('It is no list.');
  return [...importRows(file.bytes, layout, rules, idOf)];
}

describe('a row', () => {
  test('an import row needs only an address, and gets the first digest', () => {
    expect(rowsOf('email\na@b.org')).toEqual([
      expect.objectContaining({
        is: 'person',
        line: 2,
        person: { id: 'a@b.org', address: 'a@b.org', name: '', frequency: rules.digests[0]?.name, topics: [] },
      }),
    ]);
  });

  test('an import row may name topics, organisation and frequency by key or by name, in any case', () => {
    const [topic, topicName] = [...rules.topics][0] ?? [];
    const [trust, trustName] = [...rules.organisations][0] ?? [];
    const [row] = rowsOf(
      `email;topics;organisation;frequency\na@b.org;"${topicName?.toUpperCase()}; ${topic}";${trustName?.toLowerCase()};EACH`,
    );
    expect(row).toMatchObject({ is: 'person', person: { topics: [topic], organisation: trust, frequency: 'each' } });
  });

  test.each([
    ['email\nnobody', '"nobody" is no email address. Write it like name@example.org.'],
    ['email,name\n,Anna', 'There is no email address.'],
    ['email\nzoë@example.org', 'letters with accents'],
    ['email,frequency\na@b.org,eahc', 'Did you mean "each"?'],
    ['email,organisation\na@b.org,Nowhere', 'is not among the organisations in the rules. They are: '],
    ['email,topics\na@b.org,gardening', 'is not among the topics in the rules. They are: '],
    [`email,name\na@b.org,${'x'.repeat(201)}`, 'more than 200 characters'],
    ['email,status\na@b.org,left', 'The list says "left" of this person.'],
    ['email,confirmed_at\na@b.org,yesterday', '"yesterday" is no time.'],
  ])('an import row is refused with the reason: %j', (text, expected) => {
    const [row] = rowsOf(text);
    expect(row?.is === 'wrong' && row.sentences.join(' ')).toContain(expected);
  });

  test('an import row that repeats an address says where the first one is', () => {
    expect(
      rowsOf('email\na@b.org\nA@B.org\nnobody\nnobody').map(({ is, line, ...row }) => [is, line, 'first' in row && row.first]),
    ).toEqual([
      ['person', 2, false],
      ['twice', 3, 2],
      ['wrong', 4, false],
      ['wrong', 5, false],
    ]);
  });
});

describe('an export', () => {
  const oneOf = (values: Iterable<string>) => fc.constantFrom(...values);
  const person = fc.record(
    {
      address: fc.constantFrom('a@b.org', '=1+1@b.org', '-x@b.org', "'=x@b.org", '+44@b.org'),
      name: fc.string({ unit: 'grapheme', maxLength: 60 }).map((name) =>
        name
          .toWellFormed()
          .replaceAll(/\p{Cc}/gu, ' ')
          .trim(),
      ),
      organisation: oneOf(rules.organisations.keys()),
      frequency: oneOf(['each', 'events', ...rules.digests.map(({ name }) => name)]),
      topics: fc.uniqueArray(oneOf(rules.topics.keys()).map((topic) => topic as Topic)),
      status: fc.constantFrom('pending', 'confirmed', 'unsubscribed', 'bounced', 'complained'),
      confirmedAt: fc.constant(at('2019-09-12T08:00:00Z')),
    },
    { requiredKeys: ['address', 'name', 'frequency', 'topics', 'status'] },
  );

  test('an export reads back unchanged, and none of its cells begins as a formula does', () => {
    fc.assert(
      fc.property(fc.array(person, { minLength: 1, maxLength: 30 }), (people) => {
        const text = EXPORT_HEADER + people.map((one) => exportedLine({ ...one, id: idOf(one.address) } as Subscriber)).join('');
        const file = csvFile(new TextEncoder().encode(text));
        const rows = 'bytes' in file ? [...csvRows(file.bytes, ',')].slice(1) : [];
        const read = rows.map((row) =>
          readPersonRow((column) => ('cells' in row ? (row.cells[COLUMNS.indexOf(column)] ?? '') : ''), rules),
        );
        const written = (one: object) => JSON.parse(JSON.stringify(one));
        expect(read.map(({ person: one, wrong }) => [written(one), wrong])).toEqual(people.map((one) => [written(one), []]));
        for (const row of rows) expect('cells' in row && row.cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('an export of unsubscribed people confirms none of them when it is imported again', () => {
    const person: Subscriber = { id: idOf('a@b.org'), address: 'a@b.org', name: '', frequency: 'each', topics: [], status: 'unsubscribed' };
    expect(rowsOf(EXPORT_HEADER + exportedLine(person)).map(({ is }) => is)).toEqual(['wrong']);
    expect(rowsOf(`${csvLine(COLUMNS)}${exportedLine({ ...person, status: 'confirmed' })}`).map(({ is }) => is)).toEqual(['person']);
  });
});
