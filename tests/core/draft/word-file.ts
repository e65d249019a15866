// Documents of Word, as a test needs them: a body between the parts that Word writes around it.
import { strToU8, zipSync } from 'fflate';

export const W =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const RELS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const xml = (body: string) => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${body}`;
const relations = (...all: string[]) =>
  xml(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all.join('')}</Relationships>`);

/** The parts of a document of Word with this body. */
export function parts(body: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    '[Content_Types].xml': xml(
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    ),
    '_rels/.rels': relations(`<Relationship Id="rId1" Type="${RELS}/officeDocument" Target="word/document.xml"/>`),
    'word/_rels/document.xml.rels': relations(
      `<Relationship Id="rId1" Type="${RELS}/hyperlink" Target="https://example.org/packs" TargetMode="External"/>`,
      `<Relationship Id="rId2" Type="${RELS}/image" Target="https://track.example.org/p.png" TargetMode="External"/>`,
      `<Relationship Id="rId3" Type="${RELS}/numbering" Target="numbering.xml"/>`,
      `<Relationship Id="rId4" Type="${RELS}/styles" Target="styles.xml"/>`,
      `<Relationship Id="rId5" Type="${RELS}/footnotes" Target="footnotes.xml"/>`,
    ),
    'word/styles.xml': xml(
      `<w:styles ${W}><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style><w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/></w:style></w:styles>`,
    ),
    'word/numbering.xml': xml(
      `<w:numbering ${W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`,
    ),
    'word/footnotes.xml': xml(
      `<w:footnotes ${W}><w:footnote w:id="2"><w:p><w:r><w:t>From the audit.</w:t></w:r></w:p></w:footnote></w:footnotes>`,
    ),
    'word/document.xml': xml(`<w:document ${W}><w:body>${body}</w:body></w:document>`),
    ...more,
  };
}
export const packed = (all: Record<string, string | Uint8Array>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(all).map(([name, part]) => [name, typeof part === 'string' ? strToU8(part) : part])));
export const docx = (body: string, more?: Record<string, string>): Uint8Array => packed(parts(body, more));
