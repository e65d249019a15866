import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { chooseSettings } from '#local/deploy/choose-settings';
import { type CdkFile, cdkText, type Known, readSettings, type Settings, withSettings } from '#local/deploy/settings';

const file = (): CdkFile => JSON.parse(readFileSync('cdk.json', 'utf8'));
const ANSWERS = ['123412341234', '', 'news.example.nhs.uk', '', 'lead@example.nhs.uk'];

/** Answers questions in their order, and fails when there are more. */
function answering(answers: string[]) {
  const left = [...answers];
  const asked: string[] = [];
  const ask = async (question: string, suggested?: string) => {
    asked.push(question.split(',')[0] ?? '');
    const answer = left.shift();
    if (answer === undefined) throw new Error('Ctrl+C');
    return answer === '' ? suggested : answer;
  };
  return { asked, terminal: { say: () => undefined, ask, askSecretly: ask, agrees: async () => true } };
}

function choose(known: Known, answers: string[]) {
  const saved: Partial<Settings>[] = [];
  const { asked, terminal } = answering(answers);
  const chosen = chooseSettings({ known, terminal, save: (values) => saved.push(values), account: async () => '123412341234' });
  return { chosen, saved, asked };
}

describe('the choices of a deployment', () => {
  test('cdk.json as it comes leaves every choice to be asked, as its values are examples', async () => {
    const { chosen, asked } = choose(readSettings(file(), undefined), ANSWERS);
    expect(await chosen).toMatchObject({ region: 'eu-west-2', siteHost: 'www.news.example.nhs.uk', alarmEmail: 'lead@example.nhs.uk' });
    expect(asked).toHaveLength(5);
  });

  test('after Ctrl+C the answers that were given are not asked for again', async () => {
    const first = choose(readSettings(file(), undefined), ANSWERS.slice(0, 3));
    await expect(first.chosen).rejects.toThrow('Ctrl+C');
    const saved = first.saved.reduce<CdkFile>((before, values) => withSettings(before, undefined, values), file());
    const second = choose(readSettings(saved, undefined), ANSWERS.slice(3));
    expect((await second.chosen).domain).toBe('news.example.nhs.uk');
    expect(second.asked).toEqual(['siteHost', 'alarmEmail']);
  });

  test('an answer that is not written as it should be is asked for again', async () => {
    const { chosen } = choose(readSettings(file(), undefined), ['twelve', ...ANSWERS]);
    expect((await chosen).account).toBe('123412341234');
  });

  test('cdk.json keeps its shape and everything else that stands in it', () => {
    expect(cdkText(file())).toBe(readFileSync('cdk.json', 'utf8'));
    const changed = withSettings(file(), undefined, { domain: 'news.example.nhs.uk' });
    expect(cdkText(changed)).toBe(readFileSync('cdk.json', 'utf8').replace('"news.example.org"', '"news.example.nhs.uk"'));
  });

  test('another stage keeps its own values below "stages", shares the account, and never the domain or the certificate', () => {
    const production = withSettings(file(), undefined, {
      account: '123412341234',
      domain: 'news.example.nhs.uk',
      certificateArn: 'arn:aws:acm:us-east-1:123412341234:certificate/1',
    });
    expect(readSettings(production, 'staging')).toMatchObject({ account: '123412341234', domain: undefined, certificateArn: undefined });
    const both = withSettings(production, 'staging', { domain: 'test.example.nhs.uk' });
    expect(readSettings(both, 'staging').domain).toBe('test.example.nhs.uk');
    expect(readSettings(both, undefined).domain).toBe('news.example.nhs.uk');
    expect(cdkText(both)).not.toContain('null');
  });
});
