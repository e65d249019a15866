// Which of the editor's files are stories, and which may have been meant as one.
import { fileNameOf } from '#core/story/slug';
import type { Story } from '#core/story/story';

/** The folders of stories, one for each kind. */
export const STORY_FOLDERS = ['posts', 'events', 'messages'] as const;
const STORY = /^(?:posts|events|messages)\/[^/]+\.md$/u;
const MARKDOWN = /\.(?:md|markdown|mdown|mkd|mdx)$/iu;
/** What programs leave beside the files that people write: locks of Word and LibreOffice, backups, lists of pictures. */
const LITTER = /^(?:\.|~|__MACOSX$)|~$|^(?:thumbs\.db|desktop\.ini|ehthumbs\.db|icon\r?)$|\.(?:tmp|bak|swp|swo|lnk|crdownload)$/iu;
/** Files about a folder, and folders of what is not ready. */
const NO_STORY = /^(?:readme|licen[cs]e|contributing|changelog)\b/iu;
const NOT_READY = /^_?drafts?\//iu;

/** True for `posts/*.md`, `events/*.md` and `messages/*.md`: the only files that are read as stories. */
export function isStoryFile(file: string): boolean {
  return STORY.test(file) && !LITTER.test(fileNameOf(file));
}

/** The file of the rules, which the desk writes too. */
export const RULES_FILE = 'newsroom.yaml';

/** @throws when a program would write to a file that is neither a story nor the rules. */
export function refuseUnlessWritten(file: string): void {
  if (file !== RULES_FILE) refuseUnlessStory(file);
}

/** @throws when a program would write a story to a file that is read as none. */
export function refuseUnlessStory(file: string): void {
  if (!isStoryFile(file)) throw new Error(`${file} is no story. Only posts/*.md, events/*.md and messages/*.md are written.`);
}

/** True for a story, and for a file that its editor may take for one: any in their folders, and Markdown in a wrong place. */
export function isMeantAsStory(file: string): boolean {
  const parts = file.split('/');
  if (parts.some((part) => LITTER.test(part)) || parts[0] === 'images') return false;
  if (/^(?:posts|events|messages)\/./u.test(file)) return !NO_STORY.test(fileNameOf(file)) || isStoryFile(file);
  return MARKDOWN.test(file) && !NO_STORY.test(fileNameOf(file)) && !NOT_READY.test(file);
}

/** Returns what a file in one of the folders of stories is. */
export function storyKindOf(file: string): Story['kind'] {
  if (file.startsWith('messages/')) return 'message';
  return file.startsWith('posts/') ? 'post' : 'event';
}

/** The button of the desk that begins a story, by its folder. */
const BUTTONS: Record<string, string> = { posts: 'Write a post', events: 'Announce an event', messages: 'Send a message' };

/** Says why a file that may have been meant as a story is none, and what to do. */
export function whyNoStory(file: string): string {
  const name = fileNameOf(file);
  const ending = /\.[^.]+$/u.exec(name)?.[0] ?? '';
  const folder = /^(?:posts|events|messages)(?=\/)/u.exec(file)?.[0];
  if (folder === undefined)
    return 'The file is not read, because a story is in the folder posts or in the folder events. Move it into one of the two, or into a folder "drafts" while it is not ready.';
  const inside = file.split('/').length > 2;
  if (MARKDOWN.test(name) && !inside)
    return `The file is not read, because its name ends in ${ending}. Rename it so that it ends in .md, in small letters.`;
  if (inside) return `The file is not read, because it is in a folder inside ${folder}. Move it directly into ${folder}.`;
  if (/^\.(?:png|jpe?g|gif|webp|heic|svg|avif|tiff?)$/iu.test(ending))
    return 'The file is not read, because pictures belong in the folder images. Move it there.';
  if (/^\.(?:docx?|odt|rtf|pages|pdf|html?|dotx)$/iu.test(ending)) {
    const how =
      ending.toLowerCase() === '.docx' && folder === 'posts'
        ? 'On the desk, choose “Begin with a Word file” under Stories'
        : `Press “${BUTTONS[folder]}” on the desk, and paste the words of this file there`;
    return `The file is not read, because a story is plain text and its name ends in .md. ${how}. Then take it out of ${folder}.`;
  }
  return `The file is not read, because the name of a story ends in .md. ${/^\.(?:txt|text)$/iu.test(ending) ? `Rename it to ${name.slice(0, -ending.length).replace(/\.md$/iu, '')}.md. Windows may hide its real ending: there, show file name extensions first.` : `Rename it if it is a story, or take it out of ${folder}.`}`;
}
