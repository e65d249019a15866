// A day of everything, and what comes of it in the next year: each scene does what readers, the programme lead or a provider do.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { type RawSend, readRawSend } from '#local/ses/refusal';
import { eventsOf } from '#local/ses/simulator-addresses';
import { EVENT, POST, RULES } from '#tests/web/sample-newsroom';
import type { openLife } from './life.ts';

export type Life = Awaited<ReturnType<typeof openLife>>;
export type Scene = [what: string, play: (life: Life) => Promise<void>];

const picture = readFileSync(join(import.meta.dirname, '..', '..', 'content', 'images', 'plan-do-study-act.png'));
// The one domain from which the role lets us mail.
const rules = `${RULES.replace('https://news.', 'https://www.news.').replace('address: news@', 'address: news@news.')}notes_to: lead@example.org
undo: 0 minutes
unknown: hold
`;
const postOf = (title: string, published: string) => POST.replace('What we learned', title).replace('2019-09-12T09:00', published);
const withPicture = (title: string, published: string) =>
  postOf(title, published).replace('author:', 'image: { src: circle.png, alt: Plan and do }\nauthor:');

const at = (name: string) => `${name}@avon.example.org`;
const READERS = ['ama', 'ben', 'cat', 'dan', 'eve', 'fay', 'gus', 'hal', 'ivy', 'jon', 'kim', 'lou'].map(at);
const SIMULATED = ['bounce', 'complaint', 'ooto'].map((fate) => `${fate}+reader@simulator.amazonses.com`);

export const START = '2019-09-09T09:00';
export const FILES = {
  'newsroom.yaml': rules,
  'posts/what-we-learned.md': POST,
  'events/spring.md': EVENT,
  'images/circle.png': picture,
  'subscribers.csv': [
    'email,name,organisation,frequency,topics,status,confirmed_at',
    ...[...READERS, ...SIMULATED].map((one, i) => `${one},Reader ${i},avon,each,,confirmed,2019-02-12T10:00:00Z`),
  ].join('\n'),
};

/** The link of this kind in the newest mail to somebody, as a path. */
async function linkIn(life: Life, to: string, kind: 'c' | 'p' | 'u'): Promise<string> {
  const link = new RegExp(`https://www\\.news\\.example\\.org(/${kind}/[\\w.-]+)`).exec(await life.mailTo(to))?.[1];
  if (!link) throw new Error(`The newest mail to ${to} has no link below /${kind}/.`);
  return link;
}

async function signUp(life: Life, email: string): Promise<void> {
  await life.reader.press('/subscribe', '/subscribe', { email, frequency: 'each' });
  await life.newsroom.drain();
}

/** A mailbox provider presses the button of the newest mail, from this network. */
async function oneClick(life: Life, name: string, network: string): Promise<void> {
  const headers = { 'X-Forwarded-For': `${network}, 192.0.2.1`, 'Content-Type': 'application/x-www-form-urlencoded' };
  await life.reader.ask(await linkIn(life, at(name), 'u'), { method: 'POST', headers, body: 'List-Unsubscribe=One-Click' });
}

/** SES reports this of a mail. */
async function report(life: Life, send: RawSend, receipt: string, kinds = /./): Promise<void> {
  const events = eventsOf(send, receipt, life.now()).filter((event) => kinds.test(JSON.stringify(event)));
  const Records = events.map((event, i) => ({ messageId: `${receipt} ${i}`, body: JSON.stringify(event) }));
  await life.invoke('HandleSesEvents', { Records });
}

const mailWith = (destinations: string[], tags: Record<string, string>): RawSend => ({
  ...{ destinations, tags, headers: [], raw: Buffer.alloc(0), configurationSet: 'set' },
});

async function wait(life: Life, ...minutes: number[]): Promise<void> {
  for (const some of minutes) await life.wait(some);
}

export const scenes: Scene[] = [
  [
    'readers sign up; one confirms, one never does, and one asks again and again',
    async (life) => {
      await life.newsroom.beat();
      await signUp(life, 'zoe@example.org');
      const link = await linkIn(life, 'zoe@example.org', 'c');
      await life.reader.press(link, link);
      await life.reader.post(link);
      await signUp(life, 'never@example.org');
      for (let i = 0; i < 4; i += 1) await signUp(life, 'again@example.org');
    },
  ],
  [
    'the programme lead looks at the plan, pauses it and lets it go on',
    async (life) => {
      await life.desk.page('/desk/');
      await life.desk.signIn();
      await life.desk.press('/desk/', '/desk/pause', { reason: 'Wait' });
      await life.desk.press('/desk/', '/desk/resume');
      const post = '/desk/publications/alert-what-we-learned';
      await life.desk.page(`${post}/mail.html`);
      await life.desk.press(post, '/pause', { reason: 'Wait' });
      await life.desk.press(post, '/resume');
      await life.desk.page('/desk/publications/x-spring/card.png');
      await life.desk.page('/desk/?days=year');
      await life.desk.press('/desk/publications/x-spring-7d', '/cancel');
    },
  ],
  [
    'a post goes out by email and on X, and the providers report',
    async (life) => {
      // The morning summary first.
      await life.at('2019-09-12T08:00');
      await life.at('2019-09-12T09:00', 4);
      await life.mailTo('lead@example.org');
      await life.mailTo(at('ama'));
      if (life.newsroom.x.posts().length !== 1) throw new Error('Nothing is on X.');
    },
  ],
  [
    'readers look at the pages',
    async (life) => {
      for (const path of ['', 'posts', 'posts/what-we-learned', 'events', 'topics', 'search?q=learned', 'calendar', 'sent', 'privacy'])
        await life.reader.page(`/${path}`);
      for (const path of ['feed.xml', 'feed.json', 'sitemap.xml', 'images/circle.png', 'images/none.png', 'sent/alert-what-we-learned'])
        await life.reader.page(`/${path}`);
    },
  ],
  [
    'readers unsubscribe by page, by mail and by button; some presses were a scanner’s',
    async (life) => {
      const page = await linkIn(life, at('ben'), 'u');
      await life.reader.press(page, page);
      await life.reader.press(page, '');
      const mail = await life.mailTo(at('cat'));
      const subject = decodeURIComponent(/mailto:[^?>]*\?subject=([^>&\s]+)/.exec(mail)?.[1] ?? '');
      const received = { Records: [{ ses: { mail: { timestamp: life.now().toString(), commonHeaders: { subject } } } }] };
      await life.invoke('UnsubscribeByMail', received);
      await life.invoke('UnsubscribeByMail', received);
      await oneClick(life, 'dan', '198.51.100.1');
      await oneClick(life, 'eve', '198.51.101.2');
      await life.reader.press(await linkIn(life, at('eve'), 'u'), '');
      for (const decision of ['keep', 'left']) {
        for (const name of ['fay', 'gus', 'hal']) await oneClick(life, name, '198.51.102.3');
        await wait(life, 15);
        await life.desk.signIn();
        await life.desk.press('/desk/departures', `/desk/departures/${decision}`);
      }
    },
  ],
  [
    'a reader changes what she gets and moves to another address; another sees what is held of her, and is forgotten',
    async (life) => {
      const zoe = await linkIn(life, 'zoe@example.org', 'p');
      await life.reader.post(zoe, { frequency: 'weekly', name: 'Zoe' });
      await life.reader.post(`${zoe}/pause`, { again: 'now' });
      await life.reader.post(`${zoe}/address`, { address: 'zoe@new.example.org' });
      await life.newsroom.drain();
      const move = await linkIn(life, 'zoe@new.example.org', 'c');
      await life.reader.press(move, move);
      const ama = await linkIn(life, at('ama'), 'p');
      await life.reader.post(`${ama}/link`);
      await life.newsroom.drain();
      for (const path of ['', '/held', '/held.json', '/forget']) await life.reader.page(ama + path);
      await life.reader.post(`${ama}/forget`);
    },
  ],
  [
    'the programme lead looks people up, exports them, stops the emails of one and erases another',
    async (life) => {
      await life.reader.post(`${await linkIn(life, at('lou'), 'p')}/link`);
      await life.newsroom.drain();
      const personOf = async (name: string): Promise<string> =>
        (await life.desk.post('/desk/people/find', { address: at(name) })).headers.get('location') ?? '';
      await life.desk.press('/desk/people', '/desk/people/export');
      await life.desk.press(await personOf('kim'), '/stop');
      await life.desk.press(await personOf('lou'), '/erase', { sure: 'yes' });
      await signUp(life, 'locked@example.org');
      await life.desk.press(
        (await life.desk.post('/desk/people/find', { address: 'locked@example.org' })).headers.get('location') ?? '',
        '/ask-again',
      );
      await life.desk.page('/desk/audit');
    },
  ],
  [
    'the programme lead brings a list of people; a week later its files are gone',
    async (life) => {
      const bring = async (): Promise<string> => {
        const list = new File(['email,name,frequency\nned@example.org,Ned,weekly\nno address,Nobody,weekly\n'], 'list.csv');
        const fields = { file: list, statement: 'They agreed at our event.', sure: 'yes' };
        return (await life.desk.press('/desk/import', '/desk/import', fields)).headers.get('location') ?? '';
      };
      const one = await bring();
      await life.desk.page(one);
      // A minute that comes while the page works does the same work.
      life.guard.before('Desk s3:GetObject', () => life.wait(1));
      await life.desk.post(`${one}/begin`);
      await life.desk.page(`${one}/refused.csv`);
      await life.desk.press(await bring(), '/stop');
      await life.at('2019-09-20T12:00');
      await life.desk.signIn();
      await life.desk.page(`${one}/refused.csv`);
    },
  ],
  [
    'nobody knows what became of two mails and two posts: Newsroom looks, and the programme lead decides',
    async (life) => {
      life.write('posts/second.md', postOf('Second', '2019-09-23T09:00'));
      life.write('posts/third.md', postOf('Third', '2019-09-24T09:00'));
      await life.at('2019-09-23T08:59');
      life.trouble.ses.push('accept-then-reset', 'accept-then-reset');
      life.trouble.x.push('commit-then-drop', 'drop');
      life.trouble.eventsAreLost = true;
      await life.at('2019-09-23T09:00', 3);
      life.trouble.eventsAreLost = false;
      await life.reader.page('/sent');
      await wait(life, 5, 15, 1, 1, 1, 10, 1, 20, 1);
      await life.desk.signIn();
      await life.desk.press('/desk/publications/alert-second', '/held/again');
      await wait(life, 1, 1, 1);
      await life.at('2019-09-24T09:00', 3);
      await wait(life, 20, 1, 1, 1);
      await life.desk.signIn();
      await life.desk.press('/desk/publications/x-third', '/held-post/again');
      await wait(life, 1, 1);
    },
  ],
  [
    'SES reports a second receipt for one mail, before the answer of the first and after it',
    async (life) => {
      life.write('posts/fourth.md', postOf('Fourth', '2019-10-01T09:00'));
      await life.at('2019-10-01T08:59');
      let sent = mailWith([], {});
      life.guard.before('Send ses:SendRawEmail', async ({ body }) => {
        sent = readRawSend(new URLSearchParams(body.toString('latin1')));
        await report(life, sent, 'another');
      });
      await life.at('2019-10-01T09:00', 4);
      await report(life, sent, 'yet another');
    },
  ],
  [
    'the providers take nothing more, and go on when the programme lead says so',
    async (life) => {
      life.write('posts/fifth.md', postOf('Fifth', '2019-10-08T09:00'));
      await life.at('2019-10-08T08:59');
      life.trouble.ses.push('bad-signature');
      life.trouble.x.push('401');
      await life.at('2019-10-08T09:00', 3);
      await signUp(life, 'waits@example.org');
      await life.desk.signIn();
      await life.desk.press('/desk/', '/desk/resume/email');
      await life.desk.press('/desk/', '/desk/resume/x');
      await wait(life, 1, 1, 1);
    },
  ],
  [
    'a post has a picture, and the picture of another is gone when the post goes out',
    async (life) => {
      life.write('posts/sixth.md', withPicture('Sixth', '2019-10-15T09:00'));
      await life.at('2019-10-15T08:59', 4);
      life.write('posts/seventh.md', withPicture('Seventh', '2019-10-16T09:00'));
      await life.at('2019-10-16T08:59');
      life.guard.before('Post s3:GetObject', () => life.removePicture('images/circle.png'));
      await life.at('2019-10-16T09:00', 3);
    },
  ],
  [
    'somebody asks who got a publication',
    async (life) => {
      const mails = (await life.newsroom.ses.mails()).filter(({ publication }) => publication === 'alert-what-we-learned');
      const events = mails.flatMap(({ id, at: sent, to, tags }) => eventsOf(mailWith(to, tags), id, Temporal.Instant.from(sent)));
      await life.archive(events, '2019/09/12/08');
      await life.invoke('Certify', { publication: 'alert-what-we-learned' });
      await life.invoke('Certify', { publication: 'x-second' });
    },
  ],
  [
    'mail after mail comes back from one address, until it is given up',
    async (life) => {
      const [mail] = (await life.newsroom.ses.mails()).filter(({ to }) => to.includes(at('jon'))).slice(-1);
      if (!mail) throw new Error('Jon got no mail.');
      for (const day of ['2019-11-02', '2019-11-10', '2019-11-18', '2019-11-26', '2019-12-04', '2019-12-09']) {
        await life.at(`${day}T12:00`);
        const returned = mailWith(['ooto@simulator.amazonses.com'], { ...mail.tags, i: `alert-of-${day}` });
        await report(life, returned, `returned on ${day}`, /"Bounce"/);
      }
      await life.at('2019-12-12T12:00');
    },
  ],
  [
    'the programme lead signs out, and signs out everywhere',
    async (life) => {
      await life.desk.signIn();
      await life.desk.press('/desk/account', '/desk/sign-out');
      await life.desk.signIn();
      await life.desk.press('/desk/account', '/desk/sign-out/everywhere');
    },
  ],
  [
    'an event is announced, and a year later nothing is kept of who got what',
    async (life) => {
      await life.at('2020-01-14T09:59', 4);
      await life.at('2021-04-01T12:00', 2);
    },
  ],
];
