// What is pasted from Word, Outlook, Google Docs, Teams or a web page becomes Markdown. Plain text stays as it is.
import { markdownOfPaste } from '#core/draft/paste';
import { type BrowserNode, treeOfNode } from '#core/draft/pasted-tree';
import { editText } from '#editor/edit-text';

/** `say`: what was not taken along, in a sentence. `take`: what to do with files, unless there are words beside them. */
export function pasteAsMarkdown(
  field: HTMLTextAreaElement,
  { say, take }: { say: (sentence: string) => void; take?: ((files: readonly File[]) => void) | undefined },
): void {
  field.addEventListener('paste', (event) => {
    const { clipboardData } = event;
    const html = clipboardData?.getData('text/html') ?? '';
    const { markdown, notes } = html.trim() === '' ? NOTHING : markdownOfPaste(treeOfNode(parsed(html)));
    const files = [...(clipboardData?.files ?? [])];
    // Word puts a picture of the words beside them, and a Mac the name of a file beside the file.
    const plain = clipboardData?.getData('text/plain').trim() ?? '';
    if (take && files.length > 0 && markdown.trim() === '' && (plain === '' || files.some(({ name }) => name === plain))) {
      event.preventDefault();
      return take(files);
    }
    if (notes.length > 0) say(notes.join(' '));
    // A clipboard with nothing but pictures and signs of its own: the browser pastes its plain text, if there is any.
    if (markdown.trim() === '') return;
    event.preventDefault();
    const { selectionStart: from, selectionEnd: to, value } = field;
    const insert = inPlace(markdown, value.slice(0, from), value.slice(to));
    editText(field, { from, to, insert, start: from + insert.length, end: from + insert.length });
  });
}

const NOTHING = { markdown: '', notes: [] };

/** Styles under another name, for the time of parsing: our content policy would complain of each of them. They are read as text. */
const HELD_STYLE = 'data-pasted-style';

function parsed(html: string): BrowserNode {
  const quiet = html.replaceAll(/<style\b.*?<\/style\s*>/gis, '').replaceAll(/(<[a-z][^<>]*?[\s"'])style(?=\s*=)/gi, `$1${HELD_STYLE}`);
  return readable(new DOMParser().parseFromString(quiet, 'text/html').body);
}

function readable(node: Node): BrowserNode {
  return {
    nodeType: node.nodeType,
    nodeName: node.nodeName,
    nodeValue: node.nodeValue,
    get childNodes() {
      return [...node.childNodes].map(readable);
    },
    ...(node instanceof Element && {
      attributes: [...node.attributes].map(({ name, value }) => ({ name: name === HELD_STYLE ? 'style' : name, value })),
    }),
  };
}

/** Words go into the line; what begins with a block of its own, or has several, is kept apart from the text around it. */
function inPlace(markdown: string, before: string, after: string): string {
  const isBlock = markdown.includes('\n') || /^(?:#{1,6} |- |\d+[.)] |> |\||```)/u.test(markdown);
  if (!isBlock) return markdown;
  const gap = (there: string) => (there === '' || /^\n\n|\n\n$/u.test(there) ? '' : /^\n|\n$/u.test(there) ? '\n' : '\n\n');
  return `${gap(before.trim() === '' ? '' : before)}${markdown}${gap(after.trim() === '' ? '' : after)}`;
}
