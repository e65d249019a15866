// Paragraphs with only an image and its caption, or only a link to a video.
import MarkdownIt, { type MarkdownIt as Parser, type Token } from 'markdown-it';
import { blockOf, lineToken, textToken } from '#core/markdown/tokens';

export function figures(md: Parser): void {
  md.core.ruler.push('figures', (state) => {
    nameVideos(state.tokens);
    state.tokens = withCaptions(state.tokens);
  });
}

/** An image's Markdown title, `![alt](group.png "Words")`, is its caption: below the image, or in brackets inside a sentence. */
function withCaptions(tokens: readonly Token[]): Token[] {
  const captions = tokens.map((token, index) => (token.type === 'inline' ? loneCaption(token, tokens[index - 1]) : undefined));
  return tokens.flatMap((token, index) => {
    // The figure replaces the paragraph.
    if (captions[index + 1] !== undefined || captions[index - 1] !== undefined) return [];
    const caption = captions[index];
    if (caption !== undefined) return blockOf('figure', 'figure', [token, ...blockOf('figcaption', 'figcaption', [lineToken(caption)])]);
    token.children =
      token.children?.flatMap((child) => [child, ...(captionOf(child) ? [textToken(` (${captionOf(child)})`)] : [])]) ?? null;
    return [token];
  });
}

function loneCaption({ children }: Token, before: Token | undefined): string | undefined {
  const [image, ...others] = children ?? [];
  if (image === undefined || others.length > 0 || before?.type !== 'paragraph_open') return undefined;
  return captionOf(image) || undefined;
}

function captionOf(image: Token): string {
  return image.type === 'image' ? String(image.attrGet('title') ?? '').trim() : '';
}

/**
 * Emails cannot play videos, and the host's preview image would tell the host who reads. So a video is a link that says what it
 * leads to, with our own image when the editor put one into it: `[![alt](talk.png)](https://youtu.be/…)`.
 */
function nameVideos(tokens: readonly Token[]): void {
  let unnamed = 0;
  for (const [index, token] of tokens.entries()) {
    const video = tokens[index - 1]?.type === 'paragraph_open' ? videoIn(token) : undefined;
    if (video === undefined) continue;
    const { open, inside, close, host, bare } = video;
    if (bare) unnamed += 1;
    const name = textToken(bare ? `Watch ${unnamed === 1 ? 'the video' : `video ${unnamed}`} on ${host}` : `Watch on ${host}: `);
    const pictures = inside.filter(({ type }) => type === 'image');
    const below = pictures.length > 0 ? [new MarkdownIt.Token('softbreak', 'br', 0)] : [];
    token.children = [open, ...(bare ? [...pictures, ...below, name] : [name, ...inside]), close];
  }
}

type Video = { open: Token; inside: Token[]; close: Token; host: string; bare: boolean };

/** Returns the only link of a paragraph if it leads to a video and its words do not say so. `bare`: it has no words of its own. */
function videoIn({ type, children }: Token): Video | undefined {
  const [open, ...rest] = type === 'inline' ? (children ?? []) : [];
  const [inside, close] = [rest.slice(0, -1), rest.at(-1)];
  if (open?.type !== 'link_open' || close?.type !== 'link_close' || inside.some((token) => token.type === 'link_close')) return undefined;
  const host = videoHost(String(open.attrGet('href') ?? ''));
  const label = inside.map((token) => (token.type === 'image' ? '' : token.content)).join('');
  const bare = open.info === 'auto' || label.trim() === '';
  const says = !bare && /\b(?:watch|videos?|films?|youtube|vimeo)\b/iu.test(label);
  return host === undefined || says ? undefined : { open, inside, close, host, bare };
}

function videoHost(address: string): 'YouTube' | 'Vimeo' | undefined {
  if (!URL.canParse(address)) return undefined;
  const { hostname, pathname, searchParams } = new URL(address);
  const host = hostname.replace(/^(?:www|m|player)\./u, '');
  if (host === 'youtu.be' && pathname.length > 1) return 'YouTube';
  if (host === 'youtube.com' || host === 'youtube-nocookie.com')
    return searchParams.has('v') || /^\/(?:shorts|live|embed)\/./u.test(pathname) ? 'YouTube' : undefined;
  return host === 'vimeo.com' && /\/\d{5,}/u.test(pathname) ? 'Vimeo' : undefined;
}
