import fc from 'fast-check';
import { strToU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import { docxToMarkdown } from '#core/draft/docx';
import { docx, packed, parts, W } from '#tests/core/draft/word-file';

const run = (words: string, properties = '') => `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${words}</w:t></w:r>`;
const paragraph = (inner: string, properties = '') => `<w:p><w:pPr>${properties}</w:pPr>${inner}</w:p>`;
const item = (words: string, level: number) => paragraph(run(words), `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="1"/></w:numPr>`);

test('a Word file comes in as Markdown: headings, lists, links, a table, footnotes; without deleted words', async () => {
  const body = [
    paragraph(run('Safer wards'), '<w:pStyle w:val="Title"/>'),
    paragraph(`${run('We gave 5\u00a0mg to ')}${run('twelve', '<w:b/>')}${run(' people.')}`),
    paragraph(run('What we did'), '<w:pStyle w:val="Heading2"/>'),
    item('Huddles', 0) + item('at 11am', 1) + item('Calm boxes', 0),
    paragraph(
      `${run('See ')}<w:hyperlink r:id="rId1">${run('the packs')}</w:hyperlink><w:r><w:footnoteReference w:id="2"/></w:r><w:del w:id="1" w:author="A"><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins w:id="2" w:author="A">${run(' kept')}</w:ins>`,
    ),
    `<w:tbl><w:tr><w:tc>${paragraph(run('Ward'))}</w:tc><w:tc>${paragraph(run('Falls'))}</w:tc></w:tr><w:tr><w:tc>${paragraph(run('Elm'))}</w:tc><w:tc>${paragraph(run('3 | 4'))}</w:tc></w:tr></w:tbl>`,
  ].join('');
  expect(await docxToMarkdown(docx(body))).toEqual({
    markdown: [
      '## Safer wards',
      '',
      'We gave 5\u00a0mg to **twelve** people.',
      '',
      '### What we did',
      '',
      '- Huddles',
      '  1. at 11am',
      '- Calm boxes',
      '',
      'See [the packs](https://example.org/packs)[^2] kept',
      '',
      '| Ward | Falls |',
      '| --- | --- |',
      '| Elm | 3 \\| 4 |',
      '',
      '[^2]: From the audit.',
    ].join('\n'),
    notes: [],
  });
});

test('pictures are left out with a sentence, and one on another site is not fetched', async () => {
  const picture =
    '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:docPr id="1" name="P" descr="A chart"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip r:link="rId2"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>';
  expect(await docxToMarkdown(docx(paragraph(`${run('Look:')}<w:r>${picture}</w:r>`)))).toEqual({
    markdown: 'Look:',
    notes: ['1 picture was not taken along. Add it with the button Picture.'],
  });
});

test('macros and what else is in the file are not read', async () => {
  const all = {
    ...parts(paragraph(run('Words'))),
    'word/vbaProject.bin': new Uint8Array(1000).fill(7),
    'word/media/a.png': new Uint8Array(100_000),
  };
  expect(await docxToMarkdown(packed(all))).toEqual({ markdown: 'Words', notes: [] });
});

describe('what cannot be read is one sentence with the remedy', () => {
  const laughs = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`;
  const lying = () => {
    const bytes = packed(parts(paragraph(run('x'.repeat(30_000_000)))));
    // The sizes that the file says of itself are made small.
    const view = new DataView(bytes.buffer);
    for (let at = 0; at + 30 < bytes.length; at += 1) {
      if (view.getUint32(at, true) === 0x04034b50 && view.getUint32(at + 22, true) > 1_000_000) view.setUint32(at + 22, 1000, true);
      if (view.getUint32(at, true) === 0x02014b50 && view.getUint32(at + 24, true) > 1_000_000) view.setUint32(at + 24, 1000, true);
    }
    return bytes;
  };
  test.each<[string, Uint8Array, RegExp]>([
    ['an empty file', new Uint8Array(), /^This is not a Word document\. Save it as \.docx\./],
    ['a text', strToU8('Only words'), /^This is not a Word document\./],
    ['a PDF file', strToU8('%PDF-1.7 …'), /^This is a PDF file\./],
    [
      'a document of an old Word, or with a password',
      new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]),
      /^This is a document of an old Word, or one with a password\./,
    ],
    ['a zip file with other things', packed({ 'a.txt': 'a' }), /^This is not a Word document\./],
    ['a document without its main part', packed({ '[Content_Types].xml': '<Types/>' }), /^The document cannot be read\. Open it in Word/],
    ['half of a document', docx(paragraph(run('Words'))).slice(0, 700), /^This is not a Word document\./],
    ['a document with broken XML', docx('<w:p><w:r>', { 'word/document.xml': '<w:document' }), /^The document cannot be read\./],
    [
      'definitions of XML that unfold',
      docx('', { 'word/document.xml': `${laughs}<w:document ${W}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>` }),
      /^The document cannot be read\./,
    ],
    [
      'an external definition',
      docx('', { 'word/document.xml': `<!DOCTYPE x SYSTEM "file:///etc/passwd"><w:document ${W}/>` }),
      /^The document cannot be read\./,
    ],
    ['a small file that unpacks to 30 MB', packed(parts(paragraph(run('x'.repeat(30_000_000))))), /^The document is too long to be read\./],
    ['a small file that lies about its size', lying(), /^(?:The document is too long|This is not a Word document)/],
    ['a file of 25 MB', new Uint8Array(25_000_000), /^The document is too long to be read\./],
    [
      'elements within each other by the thousand',
      docx(`${'<w:sdt><w:sdtContent>'.repeat(100_000)}${'</w:sdtContent></w:sdt>'.repeat(100_000)}`),
      /^The document is too long to be read\./,
    ],
    [
      'elements within each other, fewer of them',
      docx(`${'<w:sdt><w:sdtContent>'.repeat(40_000)}${'</w:sdtContent></w:sdt>'.repeat(40_000)}`),
      /^The document cannot be read\./,
    ],
    ['half a million paragraphs', docx('<w:p/>'.repeat(500_000)), /^The document is too long to be read\./],
  ])('%s', async (_, bytes, sentence) => {
    const begun = performance.now();
    const read = await docxToMarkdown(bytes);
    expect('problem' in read ? read.problem : read).toMatch(sentence);
    expect(performance.now() - begun).toBeLessThan(20_000);
  });
  test('whatever bytes of a document are wrong, it is text or a sentence', async () => {
    const whole = docx(paragraph(run('Some words')) + item('Huddles', 0));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 }),
        async (changes) => {
          const bytes = whole.slice();
          for (const [at, byte] of changes) bytes[at] = byte;
          const read = await docxToMarkdown(bytes);
          expect('problem' in read ? typeof read.problem : typeof read.markdown).toBe('string');
        },
      ),
      { numRuns: 200 },
    );
  });
});

test.each([
  ['empty paragraphs', '<w:p/>'.repeat(190_000)],
  ['words that each look otherwise', `<w:p>${'<w:r><w:t>a</w:t></w:r>'.repeat(47_000)}</w:p>`],
  ['tables within tables', '<w:tbl><w:tr><w:tc>'.repeat(200) + '</w:tc></w:tr></w:tbl>'.repeat(200)],
])('the most %s that are read take some seconds', async (_, body) => {
  const begun = performance.now();
  const read = await docxToMarkdown(docx(body));
  expect('problem' in read ? typeof read.problem : typeof read.markdown).toBe('string');
  expect(performance.now() - begun).toBeLessThan(20_000);
});

test('a document of forty pages is read in a few seconds', async () => {
  const body = Array.from({ length: 2000 }, (_, index) =>
    paragraph(`${run(`Sentence ${index} of a long document about wards.`)}${run('bold', '<w:b/>')}`),
  ).join('');
  const begun = performance.now();
  expect('markdown' in (await docxToMarkdown(docx(body)))).toBe(true);
  expect(performance.now() - begun).toBeLessThan(15_000);
});
