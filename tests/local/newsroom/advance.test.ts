import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tagValues } from '#core/delivery/mail-tag';
import { readRules } from '#core/rules/read-rules';
import { advance } from '#local/newsroom/advance';
import { withoutMorningSummary } from '#local/rehearsal/without-morning-summary';
import { at, RULES, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

const SAMPLE = join(import.meta.dirname, '..', '..', '..', 'newsroom.yaml');

test('a clock that is moved by hand stops on the mornings that have a morning summary', async () => {
  const newsroom = new TestNewsroom({ 'newsroom.yaml': `${RULES}notes_to: lead@example.org\n`, 'posts/safer-medicines.md': POST });
  newsroom.memory.time.now = at('2019-09-08T12:00');
  await advance(
    {
      world: newsroom.world,
      now: () => newsroom.memory.time.now,
      minute: (now) => newsroom.minute(now.toZonedDateTimeISO('Europe/London').toPlainDateTime().toString()),
    },
    at('2019-09-12T12:00'),
  );
  const summaries = newsroom.memory.mails.filter(({ to }) => to === 'lead@example.org');
  // The post goes out on the 9th, and the digest on the 12th, without any reader.
  expect(summaries.map(({ tag }) => tagValues(tag).n)).toEqual(['2019-09-09', '2019-09-10', '2019-09-12']);
});

test('the sample’s rules without an address for morning summaries are otherwise the same', async () => {
  const text = await readFile(SAMPLE, 'utf8');
  const read = (lines: string) => {
    const bytes = new TextEncoder().encode(lines);
    return readRules({ file: 'newsroom.yaml', sizeBytes: bytes.length, bytes });
  };
  const { morningSummaryTo, ...rules } = read(text).rules ?? {};
  expect(morningSummaryTo).toEqual(['lead@example.org']);
  for (const written of [
    '[a@example.org, b@example.org]',
    '[a@example.org,\n  b@example.org]',
    '\n- a@example.org\n# Ben\n\n  # too\n- b@example.org',
  ]) {
    for (const lines of [text, text.replace(/(?<=^notes_to:).*/m, ` ${written}`)]) {
      expect(read(lines).rules?.morningSummaryTo?.[0]).toMatch('@example.org');
      expect(JSON.stringify(read(withoutMorningSummary(lines)).rules)).toBe(JSON.stringify(rules));
      expect(withoutMorningSummary(lines).split('\n')).toHaveLength(lines.split('\n').length);
    }
  }
});
