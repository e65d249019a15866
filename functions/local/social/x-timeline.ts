import { createHash } from 'node:crypto';
import twitter from 'twitter-text';
import type { XPost } from '#local/social/x-posts';

/** Returns a post as X's timeline has it: escaped, each link as a `t.co` link, and one more such link for each attached image. */
export function timelineEntry(post: XPost, handle: string): object {
  const links = twitter.extractUrlsWithIndices(post.text).map(({ url, indices: [start, end] }, index) => ({
    start,
    end,
    url: shortLink(post.id, index),
    expanded_url: /^https?:\/\//i.test(url) ? url : `http://${url}`,
  }));
  let [text, last] = ['', 0];
  for (const { start, end, url } of links) {
    text += escapeText(post.text.slice(last, start)) + url;
    last = end;
  }
  text += escapeText(post.text.slice(last));
  const photos = post.media.map((media, index) => ({
    url: shortLink(post.id, links.length + index),
    expanded_url: `https://x.com/${handle}/status/${post.id}/photo/${index + 1}`,
    media_key: `3_${media.id}`,
  }));
  const urls = [...links, ...photos].map(({ url, expanded_url, ...rest }) => ({
    ...rest,
    url,
    expanded_url,
    display_url: expanded_url.slice(0, 30),
  }));
  return {
    id: post.id,
    // The text has one link for all images of a post.
    text: [text, ...photos.slice(0, 1).map(({ url }) => url)].join(' '),
    created_at: post.at,
    edit_history_tweet_ids: [post.id],
    ...(urls.length > 0 ? { entities: { urls } } : {}),
    ...(post.inReplyTo === undefined ? {} : { referenced_tweets: [{ type: 'replied_to', id: post.inReplyTo }] }),
  };
}

function shortLink(id: string, index: number): string {
  return `https://t.co/${createHash('sha256').update(`${id} ${index}`).digest('hex').slice(0, 10)}`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
