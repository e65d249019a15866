import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentFolder, openedNewsroom } from '#tests/local/opened-newsroom';
import { ran } from '#tests/local/ran';

const certificate = (...options: string[]) => ran('functions/local/commands/certificate.ts', ...options);
const ALERT = 'alert-what-we-learned';

describe('the certificate of a publication on this machine', () => {
  let folder: Awaited<ReturnType<typeof contentFolder>>;
  let newsroom: Awaited<ReturnType<typeof openedNewsroom>>;
  beforeAll(async () => {
    folder = await contentFolder();
    newsroom = await openedNewsroom(['--content', folder.content, '--data', folder.data, '--at', '2019-09-12T08:50']);
    await newsroom.clock({ to: '2019-09-12T09:05' });
  });
  afterAll(async () => {
    await newsroom.stop();
    await folder.remove();
  });

  test('the certificate is refused while the newsroom runs, with where to look instead', async () => {
    const { code, error } = await certificate(ALERT, '--data', folder.data);
    expect([code, error]).toEqual([
      2,
      expect.stringContaining('is running. Stop it first, or look at the publication on its plan: the page /desk/'),
    ]);
    await newsroom.stop();
  });

  test('the certificate says in a sentence who got the publication, and that SES counts the same', async () => {
    const { code, out } = await certificate(ALERT, '--data', folder.data);
    expect([code, out]).toEqual([
      0,
      `Sent to 1 person at 9am.\n${ALERT} (done)\n1 planned: 1 accepted (1 by answer, 0 by event), 0 suppressed, 0 refused, 0 held, 0 twice. SES counts 1.\nThe mailbox of 1 person took it.\nAll of it adds up.\n`,
    ]);
  });

  test('the certificate is available as JSON, and for posts on X', async () => {
    const mail = await certificate(ALERT, '--data', folder.data, '--json');
    expect(JSON.parse(mail.out)).toMatchObject({
      publication: ALERT,
      state: 'done',
      addsUp: true,
      ses: 1,
      findings: [],
      counts: { planned: 1, accepted: 1 },
    });
    const post = await certificate('x-what-we-learned', '--data', folder.data);
    expect([post.code, post.out]).toEqual([0, expect.stringContaining('1 post planned: 1 on X (1 by answer')]);
  });

  test('the certificate does not add up, and fails, when the event archive lacks a mail of the ledger', async () => {
    const file = join(folder.data, 'ses', 'events.ndjson');
    const events = await readFile(file, 'utf8');
    await writeFile(file, '');
    const { code, out } = await certificate(ALERT, '--data', folder.data);
    await writeFile(file, events);
    expect([code, out]).toEqual([1, expect.stringContaining('the archive of SES events does not hold it')]);
    expect(out).toContain('SES counts 0.');
  });

  test.each([
    [[], 'Name one publication, as its plan does.'],
    [['alert-nothing'], `data. There are: ${ALERT}`],
    [['a', 'b'], 'Name one publication'],
    [[ALERT, '--jsn'], "Unknown option '--jsn'"],
  ])('the certificate command answers wrong options with a plain sentence: %j', async (options, sentence) => {
    const { code, error } = await certificate(...options, '--data', folder.data);
    expect([code, error]).toEqual([2, expect.stringContaining(sentence)]);
  });

  test('the certificate command says when a folder holds no newsroom', async () => {
    const { code, error } = await certificate(ALERT, '--data', join(folder.content, 'posts'));
    expect([code, error]).toEqual([2, expect.stringMatching(/^There is no newsroom in .*posts\. Give its folder with --data\.\n$/)]);
  });
});
