import { describe, expect, test } from 'vitest';
import type { Answer, Findings } from '#core/doctor/findings';
import { judge } from '#core/doctor/judge';
import { PRETENCES } from '#local/doctor/pretended';
import { found, NOW, verdicts } from './samples.ts';

/** What each failure makes wrong, or in brackets: less safe than it could be. */
const MAKES: Record<string, string> = {
  healthy: '',
  'certificate-name': 'certificate',
  'dkim-1': 'dkim-1',
  'dkim-2': 'dkim-2',
  'dkim-3': 'dkim-3',
  'bounce-mx': 'bounce-mx',
  'bounce-spf': 'bounce-spf',
  'dmarc-missing': 'dmarc',
  'dmarc-none': '(dmarc)',
  'site-name': 'site',
  'site-down': 'site-opens',
  'receiving-mx': 'receiving-mx',
  'dns-silent': '',
  sandbox: 'ses-production ses-quota',
  'ses-stopped': 'ses-account',
  'ses-review': 'ses-account',
  quota: 'ses-quota',
  'ses-unverified': 'ses-domain ses-signature',
  'ses-bounce': 'ses-bounce',
  'sending-off': 'ses-configuration',
  'no-events': 'ses-configuration',
  'other-rules': 'ses-rules',
  'events-lost': 'events-back',
  'canary-lost': 'canary-back canary-dkim canary-spf canary-dmarc',
  'canary-dkim': 'canary-dkim',
  'canary-spf': 'canary-spf',
  'canary-dmarc': 'canary-dmarc',
  'no-tick': 'tick',
  concurrency: '(lambda)',
  clock: 'clock',
  'certificate-pending': 'site-certificate',
  'certificate-ends': 'site-certificate',
  'alarms-unconfirmed': 'alarms',
  'letters-send': 'letters-send',
  'letters-post': 'letters-post',
  'letters-events': 'letters-events',
  'letters-unsubscribe': 'letters-unsubscribe',
  'no-recovery-publications': 'table-publications',
  'no-recovery-ledger': 'table-ledger',
  'no-recovery-subscribers': 'table-subscribers',
  'no-recovery-suppressions': 'table-suppressions',
  'no-recovery-switches': 'table-switches',
  'no-recovery-desk': 'table-desk',
  'no-expiry': 'table-subscribers',
  'no-tokens': 'tokens',
  'no-social-keys': 'social-keys',
  'x-keys': 'x-keys',
  'x-credit': 'x-credit',
  'x-suspended': 'x-keys',
  'x-read-only': 'x-access',
  bluesky: 'bluesky',
  'nobody-signs-in': 'people',
  'one-person': '(people)',
  'no-second-factor': 'second-factor',
  rules: 'rules',
  stories: '(stories)',
  sender: 'sender',
  site: 'own-site',
};

describe('what the doctor says', () => {
  test('every failure that can be pretended is known here', () => {
    expect(Object.keys(MAKES).toSorted()).toEqual(Object.keys(PRETENCES).toSorted());
  });

  test.each(Object.entries(MAKES))('beside a healthy newsroom the failure %s makes exactly this wrong: %s', async (name, makes) => {
    const shown = (await verdicts('healthy', name)).flatMap(({ id, state }) =>
      state === 'wrong' ? [id] : state === 'better' ? [`(${id})`] : [],
    );
    expect(shown.join(' ')).toBe(makes);
  });

  test('each thing can be shown to be wrong, and has a name of its own', async () => {
    const shown = new Set(Object.values(MAKES).flatMap((makes) => makes.replace(/[()]/g, '').split(' ')));
    const ids = (await verdicts()).map(({ id }) => id);
    expect(ids.filter((id) => !shown.has(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('a thing that is wrong says what happens if nobody does anything, whom to ask, and the text to send them', async () => {
    for (const name of Object.keys(MAKES)) {
      for (const { state, remedy, found: words } of await verdicts('healthy', name)) {
        if (state !== 'wrong' && state !== 'better') continue;
        expect(words).toMatch(/\S/);
        expect(remedy?.otherwise).toMatch(/^(?:[a-z]|Amazon|AWS|Gmail|X ).*\.$/);
        expect(remedy?.text).toMatch(/\.|\n/);
      }
    }
  });

  test('nothing is in order of which nothing was found', async () => {
    const silent = (answer: { is: 'unknown' | 'not-asked'; why: string }) => async () => {
      const all = await found('healthy');
      const unanswered = Object.fromEntries(
        Object.entries(all).map(([name, value]) => {
          if (name === 'place') return [name, value];
          if (name === 'dns') return [name, all.dns.map((one) => ({ ...one, answer }))];
          return [name, 'is' in value ? answer : Object.fromEntries(Object.keys(value).map((key) => [key, answer]))];
        }),
      ) as Findings;
      return judge(unanswered, NOW).map(({ state, found: words }) => [state, words]);
    };
    for (const answer of [silent({ is: 'unknown', why: 'No answer.' }), silent({ is: 'not-asked', why: 'Nobody looked.' })]) {
      const [[state, words] = [], ...others] = await answer();
      expect(['unknown', 'not-asked']).toContain(state);
      for (const other of others) expect(other).toEqual([state, words]);
    }
  });

  test('all missing records of the domain are in one letter, and one that is right is in none', async () => {
    const all = await verdicts('healthy', 'dkim-2', 'bounce-mx', 'dmarc-missing');
    const letters = new Set(all.flatMap(({ state, remedy }) => (state === 'wrong' && remedy ? [remedy.text] : [])));
    expect(letters.size).toBe(1);
    const [letter = ''] = letters;
    expect(letter).toContain('bbbb._domainkey.news.example.org');
    expect(letter).toContain('10 feedback-smtp.eu-west-2.amazonses.com');
    expect(letter).toContain('_dmarc.news.example.org');
    expect(letter).not.toContain('aaaa._domainkey');
  });

  test('a website behind an alias of Route 53 has no CNAME, and is in order once it is seen to open', async () => {
    const site = async (sameHost: boolean, status: number) => {
      const all = await found('healthy');
      const answer: Answer<{ values: string[]; sameHost: boolean }> = { is: 'found', found: { values: [], sameHost } };
      const dns = all.dns.map((one) => (one.record.id === 'site' ? { ...one, answer } : one));
      const verdict = judge({ ...all, dns, siteOpens: { is: 'found', found: status } }, NOW).find(({ id }) => id === 'site');
      return verdict?.state;
    };
    expect([await site(true, 502), await site(false, 200), await site(false, 502)]).toEqual(['in-order', 'in-order', 'unknown']);
  });

  test('the newest email to ourselves has an hour to come back before anybody is told', async () => {
    const all = await found('healthy');
    const sentAgo = (minutes: number) => {
      const earlier = NOW.toInstant().subtract({ hours: 24 });
      const back = { sent: earlier, at: earlier, dkim: 'PASS', spf: 'PASS', dmarc: 'PASS' };
      const canaryReturn = { is: 'found', found: { sent: NOW.toInstant().subtract({ minutes }), back } } as const;
      return judge({ ...all, canaryReturn }, NOW).find(({ id }) => id === 'canary-dkim')?.state;
    };
    expect([sentAgo(59), sentAgo(61)]).toEqual(['unknown', 'wrong']);
  });

  test('a verdict of the receiving side that is neither pass nor fail proves nothing', async () => {
    const all = await found('healthy');
    const at = NOW.toInstant();
    const said = (dkim: string) =>
      judge(
        { ...all, canaryReturn: { is: 'found', found: { sent: at, back: { sent: at, at, dkim, spf: 'PASS', dmarc: 'PASS' } } } },
        NOW,
      ).find(({ id }) => id === 'canary-dkim')?.state;
    expect(['PASS', 'FAIL', 'GRAY', 'PROCESSING_FAILED', ''].map(said)).toEqual(['in-order', 'wrong', 'wrong', 'unknown', 'unknown']);
  });
});
