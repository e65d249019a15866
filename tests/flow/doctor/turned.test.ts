import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { examinationOf } from '#core/doctor/examination';
import { verdicts } from '#tests/core/doctor/samples';
import { at, RULES, TestNewsroom } from '#tests/flow/test-newsroom';

/** A newsroom with nothing to say but what the doctor finds. `text`: of the morning's email; empty when there was none. */
function doctored(rules = '', outcome?: 'refused') {
  const files = { 'newsroom.yaml': `${RULES}notes_to: lead@example.org\n${rules}` };
  const newsroom = new TestNewsroom(files, outcome ? { mailOutcome: () => ({ kind: outcome, why: 'No.' }) } : {});
  newsroom.memory.files.delete('posts/safer-medicines.md');
  const morning = async (day: string, ...failures: string[]) => {
    const { examinations } = newsroom.world;
    const found = await verdicts('healthy', ...failures);
    await examinations.record(examinationOf(found, { at: at(`${day}T06:00`), on: 'aws' }, await examinations.read()));
    const before = newsroom.memory.mails.length;
    for (const minute of ['00', '15', '30', '45']) await newsroom.minute(`${day}T08:${minute}`);
    const [mail, ...others] = newsroom.memory.mails.slice(before);
    expect(others).toEqual([]);
    if (!mail) return { subject: '', text: '' };
    const { subject = '', text = '' } = await PostalMime.parse(mail.message);
    return { subject, text: text.replace(/\s+/g, ' ') };
  };
  return { newsroom, morning };
}

describe('the morning summary and the doctor', () => {
  test('what has turned wrong is told once, with what happens otherwise and whom to ask, and that it is in order again once', async () => {
    const { morning } = doctored();
    expect(await morning('2019-09-09')).toEqual({ subject: '', text: '' });
    const first = await morning('2019-09-10', 'sandbox', 'dkim-2');
    expect(first.subject).toBe('Not in order: 3 things');
    expect(first.text).toContain(
      'No such record is there. If you do nothing, Amazon does not let us send from this domain. Ask whoever looks after',
    );
    expect(await morning('2019-09-11', 'sandbox', 'dkim-2')).toEqual({ subject: '', text: '' });
    const mended = await morning('2019-09-12', 'sandbox');
    expect(mended.subject).toBe('In order again');
    expect(mended.text).toMatch(/record 2 of 3 \(DKIM\)[^.]* It is there\./);
    expect(mended.text).not.toContain('Not in order any more');
    expect(await morning('2019-09-13', 'sandbox')).toEqual({ subject: '', text: '' });
    expect((await morning('2019-09-16', 'sandbox', 'dkim-2')).subject).toMatch(/^Not in order: The signature of our emails/);
  });

  test('a lost answer is no news, and a fault that comes back after it is not told again', async () => {
    const { morning } = doctored();
    await morning('2019-09-10', 'dkim-2');
    expect(await morning('2019-09-11', 'dkim-2', 'dns-silent')).toEqual({ subject: '', text: '' });
    expect(await morning('2019-09-12', 'dkim-2')).toEqual({ subject: '', text: '' });
    expect((await morning('2019-09-13')).subject).toBe('In order again');
  });

  test('a summary that did not go out has told nothing, so the next one tells it', async () => {
    const { newsroom, morning } = doctored();
    await newsroom.world.switches.pause('email', 'A fault');
    expect((await morning('2019-09-10', 'alarms-unconfirmed')).subject).toBe('');
    newsroom.memory.enqueued.later.splice(0);
    await newsroom.world.switches.resume('email');
    expect((await morning('2019-09-11', 'alarms-unconfirmed')).text).toContain('Alarms reach a mailbox');
    expect(await morning('2019-09-12', 'alarms-unconfirmed')).toEqual({ subject: '', text: '' });
  });

  test('what turned wrong is told on the next morning also where the summary comes once a week', async () => {
    const { morning } = doctored('notes_on: Monday\n');
    expect((await morning('2019-09-11', 'ses-stopped')).subject).toBe('Not in order: Amazon SES lets us send');
    expect(await morning('2019-09-12')).toEqual({ subject: '', text: '' });
    expect((await morning('2019-09-16')).subject).toBe('In order again');
  });
});
