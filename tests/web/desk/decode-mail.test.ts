import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { sampleNewsroom } from '#tests/web/sample-newsroom';
import { shownMail } from '#web/desk/decode-mail';

test('the desk decodes a sent email as postal-mime does', async () => {
  const post =
    '---\ntitle: Ünï “quoted” 👩‍👩‍👧 العربية and a subject that is long enough to be folded over several lines\nauthor: Zoë\npublished: 2019-09-12T09:00\nsummary: Čau.\n---\n\nBody = “words” 🎉\n\n    pre formatted\n\n--=_x\n';
  const newsroom = await sampleNewsroom({ files: { 'posts/what-we-learned.md': post }, people: [{ name: 'Zoë' }] });
  await newsroom.moveTo('2019-09-12T09:00');
  await newsroom.moveTo('2020-01-14T10:00');
  expect(newsroom.mails.length).toBe(2);
  for (const { message } of newsroom.mails) {
    const ours = shownMail(message);
    const theirs = await PostalMime.parse(message);
    expect(ours.subject).toBe(theirs.subject);
    expect(ours.html.trim()).toBe(theirs.html?.trim());
    expect(ours.text.trim()).toBe(theirs.text?.trim());
  }
  expect(shownMail(newsroom.mails[1]?.message ?? new Uint8Array()).calendar).toMatch('BEGIN:VCALENDAR');
});
