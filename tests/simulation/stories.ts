// The content of the simulated newsrooms. Equal bytes are one object, which memoise.ts relies on.
import { POST, SENDER_YAML } from '#tests/sample-texts';

const RULES = `${SENDER_YAML}events:
  reminders: [7 days]
  at: "09:00"
  follow_up: 1 day
social:
  slots: ["09:00", "09:03"]
  monthly_budget_usd: 10
quiet:
  hours: ["20:00", "07:30"]
  weekends: true
  bank_holidays: england-and-wales
max_lateness: 12 hours
`;

const EVENT = `---
title: Autumn learning session
starts: 2019-10-10T09:30
ends: 2019-10-10T16:30
venue: Taunton
published: 2019-09-09T09:02
summary: A day to share what we have learned.
---

Every trust is invited.
`;

/** To those who have been sent an email about the event. */
const MESSAGE = `---
title: The room has changed
published: 2019-09-09T09:02
to: event
event: autumn
---

We meet upstairs.
`;

const encoder = new TextEncoder();
const made = new Map<string, Uint8Array>();
function bytes(text: string): Uint8Array {
  const known = made.get(text) ?? encoder.encode(text);
  made.set(text, known);
  return known;
}

export const POST_FILE = 'posts/safer-medicines.md';
export const EVENT_FILE = 'events/autumn.md';
export const MESSAGE_FILE = 'messages/room.md';

export function rulesFile(rules: { unknown: 'resend' | 'hold'; approval: 'automatic' | 'required' }): Uint8Array {
  return bytes(`${RULES}approval: ${rules.approval}\nunknown: ${rules.unknown}\n`);
}

/** Returns rules with a mistake: everything goes on by the last good ones. */
export const brokenRules = (): Uint8Array => bytes(`${RULES}approvall: automatic\n`);

const THREAD = Array.from({ length: 9 }, (_, i) => `Part ${i + 1} of what we found is that each ward has a way of its own.`).join(' ');

/** True for the text of a first part of the thread. */
export const isOfThread = (text: string): boolean => text.startsWith('Part ') && THREAD.includes(text.slice(0, 60));

/** Returns the blog post after `edits` edits of its title, with a thread for X or not. */
export function postFile(edits: number, thread: boolean): Uint8Array {
  const post = thread ? POST.replace('summary:', `social: ${THREAD}\nsummary:`) : POST;
  return bytes(edits === 0 ? post : post.replace('on the ward', `on ${edits} wards`));
}

/** Returns the event after `edits` edits of its title and text. */
export function eventFile(edits: number): Uint8Array {
  return bytes(
    edits === 0 ? EVENT : EVENT.replace('Every trust', `Each of ${edits} trusts`).replace('Autumn learning', `Autumn learning ${edits}`),
  );
}

/** Returns the message after `edits` edits of its title. */
function messageFile(edits: number): Uint8Array {
  return bytes(edits === 0 ? MESSAGE : MESSAGE.replace('The room', `The room of ${edits} workshops`));
}

/** Returns a story whose text has a dead link, so that its email waits until that is mended. */
export function withDeadLink(story: Uint8Array): Uint8Array {
  return bytes(`${new TextDecoder().decode(story)}\nSee [the wards](https://exa%20mple.org/wards).\n`);
}

/** Returns the title in a story's file, as its editor reads it. */
export function titleOf(file: Uint8Array | undefined): string {
  return /^title: (.*)$/m.exec(new TextDecoder().decode(file))?.[1] ?? '';
}

const SLOTS = Array.from({ length: 14 }, (_, i) => `"${clock(60 * i)}"`);

/** In a newsroom without faults what waits is missed after this time. */
export const MAX_LATE_MINUTES = 90;

/** Returns the rules of a newsroom without faults: no time to undo, a slot on X every hour, and quiet hours only at night. */
export function officeFile({ unknown, approval, fourEyes = false }: OfficeRules): Uint8Array {
  const rules = RULES.replace(/slots: .*/, `slots: [${SLOTS.join(', ')}]`).replace(/hours: .*/, 'hours: ["23:30", "07:30"]');
  return bytes(
    `${rules.replace(/max_lateness: .*/, `max_lateness: ${MAX_LATE_MINUTES} minutes`)}undo: 0 minutes\napproval: ${approval}\nunknown: ${unknown}\n${fourEyes ? 'four_eyes: true\n' : ''}`,
  );
}

type OfficeRules = { unknown: 'resend' | 'hold'; approval: 'automatic' | 'required'; fourEyes?: boolean };

/** Returns a story that is due `due` minutes after nine o'clock. */
export function storyAt(kind: 'post' | 'event' | 'message', due: number, edits: number): Uint8Array {
  const file = { post: () => postFile(edits, false), event: () => eventFile(edits), message: () => messageFile(edits) }[kind];
  const text = new TextDecoder().decode(file());
  return bytes(text.replace(/^published: .*$/m, `published: 2019-09-09T${clock(due)}`));
}

function clock(minutes: number): string {
  const [hour, minute] = [9 + Math.floor(minutes / 60), minutes % 60];
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** The stories whose files people rename and delete. Each has its own word in its title. `due`, `starts`: minutes after nine o’clock. */
export const SHELVED = {
  medicines: { kind: 'post', due: 20, title: 'Safer medicines on the ward', text: 'Four wards changed how they give medicines.' },
  nights: { kind: 'post', due: 70, title: 'Quieter nights for patients', text: 'Lights go down at ten, and doors no longer slam.' },
  Autumn: { kind: 'event', due: 40, starts: 240, title: 'Autumn learning session', text: 'Every trust is invited to share what it tried.' },
  Winter: { kind: 'event', due: 90, starts: 330, title: 'Winter games evening', text: 'Bring a board game and somebody to play it with.' },
  rounds: { kind: 'post', due: 0, title: 'How our rounds began', text: 'Long ago a nurse and a doctor went from bed to bed.' },
  pharmacists: { kind: 'post', due: 0, title: 'Our pharmacists join the round', text: 'On two wards they now walk with the doctors.' },
} as const satisfies Record<string, { kind: 'post' | 'event'; due: number; starts?: number; title: string; text: string }>;

export type Word = keyof typeof SHELVED;

/** Returns the file of a story after so many edits of its title and its text. */
export function shelvedFile(
  word: Word,
  { due, titles, texts, broken, archive }: { due: number; titles: number; texts: number; broken: boolean; archive: boolean },
): Uint8Array {
  const story = SHELVED[word];
  const times =
    'starts' in story
      ? `starts: 2019-09-09T${clock(story.starts)}\nends: 2019-09-09T${clock(story.starts + 60)}\nvenue: Taunton\n`
      : 'author: Ada Example\n';
  const title = titles === 0 ? story.title : `${story.title} (${titles})`;
  const text = texts === 0 ? story.text : `${story.text} We changed ${texts} more of our ways since then, and tell how.`;
  const key = broken ? 'pubblished' : 'published';
  return bytes(`---\ntitle: ${title}\n${times}${key}: 2019-09-09T${clock(due)}\n${archive ? 'archive: true\n' : ''}---\n\n${text}\n`);
}

/** Returns the rules of a newsroom without faults, with a reminder an hour before each event. */
export const shelfRules = (): Uint8Array =>
  bytes(new TextDecoder().decode(officeFile({ unknown: 'resend', approval: 'automatic' })).replace('[7 days]', '[1 hour]'));
