import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvFile } from '#core/import/csv-file';
import { columnsRead, csvLayout } from '#core/import/csv-header';
import { cellText, csvLine } from '#core/import/csv-line';
import { csvRows } from '#core/import/csv-rows';

const encoder = new TextEncoder();
const opened = (bytes: Uint8Array | string) => {
  const file = csvFile(typeof bytes === 'string' ? encoder.encode(bytes) : bytes);
  if ('problem' in file) throw new Error(file.problem);
  return file.bytes;
};
const read = (text: Uint8Array | string, delimiter = ',') => [...csvRows(opened(text), delimiter)];
const cells = (text: Uint8Array | string, delimiter = ',') =>
  read(text, delimiter).map((row) => ('cells' in row ? row.cells : [row.wrong]));
/** Windows-1252, as Excel saves "CSV". */
const western = (text: string) =>
  Uint8Array.from(text, (character) => ({ '’': 0x92, '€': 0x80, ë: 0xeb, é: 0xe9 })[character] ?? character.charCodeAt(0));

describe('a list is read', () => {
  test.each([
    ['in UTF-8', encoder.encode('email,name\na@b.org,Zoë O’Hara\n')],
    ['in UTF-8 with a mark', encoder.encode('\ufeffemail,name\r\na@b.org,Zoë O’Hara\r\n')],
    ['in Windows-1252, as Excel saves it', western('email,name\r\na@b.org,Zoë O’Hara\r\n')],
    ['in UTF-16, as Excel saves "Unicode text"', new Uint8Array(Buffer.from('\ufeffemail,name\r\na@b.org,Zoë O’Hara', 'utf16le'))],
    ['with the line ends of an old Mac', encoder.encode('email,name\ra@b.org,Zoë O’Hara\r')],
  ])('a CSV list is read %s', (_, bytes) => {
    expect(cells(bytes)).toEqual([
      ['email', 'name'],
      ['a@b.org', 'Zoë O’Hara'],
    ]);
  });

  test('a CSV list is read with the line on which each row ends, and without empty rows', () => {
    expect(read('a,b\n"x\ny",2\n\n3,4')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 3, cells: ['x\ny', '2'] },
      { line: 5, cells: ['3', '4'] },
    ]);
  });

  test.each([
    ['a line that names the separator', 'sep=;\r\nemail;name\r\na@b.org;Zoë\r\n', ';', 3],
    ['such a line in quotes', '"sep=;"\nemail;name\na@b.org;Zoë\n', ';', 3],
    ['such a line for tabs', 'sep=\t\nemail\tname\na@b.org\tZoë\n', '\t', 3],
    ['rows of commas before and after', ',,,\nemail,name,,\n,,,\na@b.org,Zoë,,\n,,,\n, ,,\n', ',', 4],
    ['two byte order marks', '\ufeff\ufeffemail,name\na@b.org,Zoë\n', ',', 2],
    ['unseen characters and hard spaces in its first line', '\u200bE\u00admail\u00a0address,\u202aName\u202c\na@b.org,Zoë\n', ',', 2],
    ['a vertical bar between its cells', 'email|name\na@b.org|Zoë\n', '|', 2],
  ])('a CSV list is read with %s', (_, text, delimiter, line) => {
    const bytes = opened(text);
    const layout = csvLayout(bytes);
    if (!layout) throw new Error('expected a layout');
    expect(layout.delimiter).toBe(delimiter);
    const rows = [...csvRows(bytes, delimiter)].filter((row) => row.line > layout.line);
    expect(rows.map((row) => ('cells' in row ? [row.line, row.cells.slice(0, 2)] : row.wrong))).toEqual([[line, ['a@b.org', 'Zoë']]]);
  });

  test('a CSV list is read with unescaped quotes as people type them', () => {
    expect(cells('a@b.org,Jo "JJ" Smith\n"c@d.org","5"" pipe"\n "e@f.org", "Jo"\n"Jo" Smith,g@h.org\n')).toEqual([
      ['a@b.org', 'Jo "JJ" Smith'],
      ['c@d.org', '5" pipe'],
      ['e@f.org', 'Jo'],
      ['"Jo" Smith', 'g@h.org'],
    ]);
  });

  test('a CSV list is read to its end, whatever is in it', () => {
    const text = fc.string({ unit: fc.constantFrom('"', ',', '\n', ' ', '\t', ';', 'a', "'", '\r'), maxLength: 60 });
    fc.assert(
      fc.property(text, fc.constantFrom(',', ';', '\t'), (some, delimiter) => void cells(`a${some}`, delimiter)),
      { numRuns: 1000 },
    );
  });

  test('a CSV list is read up to a quote that is never closed, and says its line', () => {
    const [first, second, ...others] = read('a,b\n"c,d\ne,f\n');
    expect([first, others]).toEqual([{ line: 1, cells: ['a', 'b'] }, []]);
    expect(second).toMatchObject({ line: 2, wrong: expect.stringMatching('never closed') });
  });

  test('a CSV quote that is never closed costs at most half a megabyte of searching, wherever it is', () => {
    const rows = read(`email\n${'a@b.org\n'.repeat(9000)}"${'x,y\n'.repeat(400_000)}`);
    expect(rows).toHaveLength(9002);
    expect(rows.at(-1)).toMatchObject({ line: 9002, wrong: expect.any(String) });
  });

  test('a CSV list is read the same in any number of blocks', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.replaceAll(/\0/g, ''));
    const long = fc.integer({ min: 0, max: 90_000 }).map((length) => 'é,"\n'.repeat(length / 4));
    const row = fc.tuple(fc.oneof({ weight: 20, arbitrary: cell }, { weight: 1, arbitrary: long }), cell);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 400 }), (rows) => {
        const lines = rows.map((two) => csvLine(two)).join('');
        expect(cells(lines).map((some) => some.map((one) => cellText(one)))).toEqual(
          rows.map((two) => two.map((text) => text.replaceAll(/\r\n?/g, '\n').trimEnd())).filter((two) => two.join('') !== ''),
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe('a file that is no list', () => {
  test.each([
    ['a workbook', Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0), 'This is an Excel workbook.'],
    ['a picture', Uint8Array.of(0x89, 0x50, 0, 0, 0, 13), 'This is not a text file.'],
    ['nothing', new Uint8Array(), 'The file is empty.'],
  ])('a file that is no CSV list, such as %s, is refused in one sentence', (_, bytes, expected) => {
    expect(csvFile(bytes)).toEqual({ problem: expect.stringMatching(expected) });
  });
});

describe('the first line', () => {
  test.each([
    ['email,name', ','],
    ['Name;E-mail', ';'],
    ['"Full name"\t"Email address"\tTopics', '\t'],
  ])('the first line %j gives the columns, in any order, and the delimiter', (line, delimiter) => {
    const layout = csvLayout(opened(`${line}\nx${delimiter}y`));
    expect(layout?.delimiter).toBe(delimiter);
    expect([...(layout?.columns.keys() ?? [])].sort()).toEqual(expect.arrayContaining(['email', 'name']));
  });

  test.each([
    [
      'E-mail Address,First name,Surname,Trust,How often?',
      { email: ['E-mail Address'], name: ['First name', 'Surname'], organisation: ['Trust'], frequency: ['How often?'] },
      [],
    ],
    [
      'Full Name;Email;NHS Trust;Email frequency;Interests',
      { email: ['Email'], name: ['Full Name'], organisation: ['NHS Trust'], frequency: ['Email frequency'], topics: ['Interests'] },
      [],
    ],
    ['EMAIL_ADDRESS,Cadence,Phone,Organization', { email: ['EMAIL_ADDRESS'], organisation: ['Organization'] }, ['Cadence', 'Phone']],
    ['Email,Email address,Forename', { email: ['Email'], name: ['Forename'] }, ['Email address']],
  ])('the first line %j is understood by the usual names, and says what is not read', (line, read, unread) => {
    const layout = csvLayout(opened(`${line}\nx`));
    if (!layout) throw new Error('expected a layout');
    const found = columnsRead(layout);
    expect(Object.fromEntries(found.read.map(({ as, names }) => [as, names]))).toEqual(read);
    expect(found.unread).toEqual(unread);
  });

  test('a first line of thousands of columns is remembered in a few words', () => {
    const layout = csvLayout(opened(`email,${'a'.repeat(1000)},${'b,'.repeat(200_000)}\nx`));
    if (!layout) throw new Error('expected a layout');
    expect(JSON.stringify(columnsRead(layout)).length).toBeLessThan(20_000);
  });

  test('a first line without an email column gives no layout', () => {
    expect(csvLayout(opened('name,phone\nAnna,1'))).toBeUndefined();
    expect(csvLayout(opened('a@b.org\nc@d.org'))).toBeUndefined();
  });
});

describe('a cell', () => {
  test('a CSV cell is always quoted, never begins as a formula does, and reads back unchanged', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom("'", '=', ';', '\t', '\r', '\n', '@', '＝', 'a'), maxLength: 12 }),
    );
    fc.assert(
      fc.property(cell, (text) => {
        fc.pre(!/^-\d+(\.\d+)?$/.test(text));
        const line = csvLine([text]);
        expect(line).toMatch(/^"(?![=+\-@;\t\r\n＝＋－＠])[\s\S]*"\r\n$/);
        // Also where a program would cut the cell that takes another separator.
        for (const part of line.slice(1, -3).split(/[;\t\r\n]/)) expect(part).not.toMatch(/^[=+\-@＝＋－＠]/);
        expect(cellText(line.slice(1, -3).replaceAll('""', '"'))).toBe(text);
      }),
    );
  });

  test('a CSV cell with a number below zero stays a number, and what only begins like one does not', () => {
    expect(csvLine(['-12', '-1.5', '-', '-1+cmd', '+44'])).toBe(`"-12","-1.5","'-","'-1+cmd","'+44"\r\n`);
  });
});
