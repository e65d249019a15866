// A Word file as Markdown, by the way of a paste.
import { zipSync } from 'fflate';
import mammoth from 'mammoth';
import { markdownOfPaste, type PastedMarkdown } from '#core/draft/paste';
import { treeOfHtml } from '#core/draft/pasted-html';
import { wordParts } from '#core/draft/word-parts';

/** With its pictures. */
const MOST_BYTES = 20_000_000;

/** Styles of Word beyond those that mammoth knows. */
const STYLES = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Quote'] => blockquote > p:fresh",
  "p[style-name='Intense Quote'] => blockquote > p:fresh",
];

const PASTE = 'Or copy the words from it, and paste them.';
const SENTENCES = {
  old: `This is a document of an old Word, or one with a password. Save it in Word as .docx, without a password. ${PASTE}`,
  pdf: `This is a PDF file. Choose the Word file that it was made from. ${PASTE}`,
  other: `This is not a Word document. Save it as .docx. ${PASTE}`,
  large: `The document is too long to be read. Save the part that you need as a document of its own. ${PASTE}`,
  broken: `The document cannot be read. Open it in Word, and save it again as .docx. ${PASTE}`,
};

/** Returns the words of a Word file, or one sentence on why it cannot be read, with the remedy. */
export async function docxToMarkdown(bytes: Uint8Array): Promise<PastedMarkdown | { problem: string }> {
  if (bytes.length > MOST_BYTES) return { problem: SENTENCES.large };
  const begins = (...signature: number[]) => signature.every((byte, index) => bytes[index] === byte);
  if (begins(0xd0, 0xcf, 0x11, 0xe0)) return { problem: SENTENCES.old };
  if (begins(0x25, 0x50, 0x44, 0x46)) return { problem: SENTENCES.pdf };
  const read = wordParts(bytes);
  if ('fault' in read)
    return { problem: { 'not-zip': SENTENCES.other, 'too-large': SENTENCES.large, hostile: SENTENCES.broken }[read.fault] };
  // What mammoth reads is packed anew without pictures, macros and parts whose size lies.
  const plain = zipSync(Object.fromEntries(read.parts), { level: 0 });
  const html = await htmlOf(plain);
  return html === undefined ? { problem: SENTENCES.broken } : markdownOfPaste(treeOfHtml(html));
}

async function htmlOf(docx: Uint8Array): Promise<string | undefined> {
  const convertImage = mammoth.images.imgElement(async () => ({ src: '' }));
  try {
    const { value } = await mammoth.convertToHtml(
      { buffer: Buffer.from(docx.buffer, docx.byteOffset, docx.byteLength) },
      { styleMap: STYLES, includeEmbeddedStyleMap: false, externalFileAccess: false, ignoreEmptyParagraphs: true, convertImage },
    );
    return value;
  } catch {
    // Whatever mammoth throws (errors of XML, of missing parts, a full stack), the document is at fault: it had no other input.
    return undefined;
  }
}
