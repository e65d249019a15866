// The scenes of more than a year, in order. In each, readers, the programme lead or a provider do something.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { type RawSend, readRawSend } from '#local/ses/refusal';
import { eventsOf } from '#local/ses/simulator-addresses';
import { EVENT, POST, RULES } from '#tests/web/sample-newsroom';
import type { Fields, openGuardedNewsroom } from './guarded-newsroom.ts';

export type GuardedNewsroom = Awaited<ReturnType<typeof openGuardedNewsroom>>;
export type Scene = [what: string, play: (guarded: GuardedNewsroom) => Promise<void>];

const picture = readFileSync(join(import.meta.dirname, '..', '..', 'content', 'images', 'plan-do-study-act.png'));
// The role allows email only from this domain.
const rules = `${RULES.replace('https://news.', 'https://www.news.').replace('address: news@', 'address: news@news.')}notes_to: lead@example.org
undo: 0 minutes
unknown: hold
`;
const postOf = (title: string, published: string) => POST.replace('What we learned', title).replace('2019-09-12T09:00', published);
const withPicture = (title: string, published: string) =>
  postOf(title, published).replace('author:', 'image: { src: circle.png, alt: Plan and do }\nauthor:');

const at = (name: string) => `${name}@avon.example.org`;
const READERS = ['ama', 'ben', 'cat', 'dan', 'eve', 'fay', 'gus', 'hal', 'ivy', 'jon', 'kim', 'lou'].map(at);
const SIMULATED = ['bounce', 'complaint', 'ooto'].map((kind) => `${kind}+reader@simulator.amazonses.com`);

/** Its link leads inside a network, so that the function is called and nobody is asked. */
const LINKED = 'By the form. See [the plan](http://10.0.0.1/plan).';

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

/** Returns the path of the link of this kind in the newest mail to an address. */
async function linkIn(guarded: GuardedNewsroom, to: string, kind: 'c' | 'p' | 'u'): Promise<string> {
  const link = new RegExp(`https://www\\.news\\.example\\.org(/${kind}/[\\w.-]+)`).exec(await guarded.mailTo(to))?.[1];
  if (!link) throw new Error(`The newest mail to ${to} has no link below /${kind}/.`);
  return link;
}

async function signUp(guarded: GuardedNewsroom, email: string): Promise<void> {
  await guarded.reader.press('/subscribe', '/subscribe', { email, frequency: 'each' });
  await guarded.newsroom.drain();
}

/** A mailbox provider presses the one-click button of a reader's newest mail, from this network. */
async function oneClick(guarded: GuardedNewsroom, name: string, network: string): Promise<void> {
  const headers = { 'X-Forwarded-For': `${network}, 192.0.2.1`, 'Content-Type': 'application/x-www-form-urlencoded' };
  await guarded.reader.ask(await linkIn(guarded, at(name), 'u'), { method: 'POST', headers, body: 'List-Unsubscribe=One-Click' });
}

/** SES reports events of a mail. */
async function report(guarded: GuardedNewsroom, send: RawSend, receipt: string, kinds = /./): Promise<void> {
  const events = eventsOf(send, receipt, guarded.now()).filter((event) => kinds.test(JSON.stringify(event)));
  const Records = events.map((event, i) => ({ messageId: `${receipt} ${i}`, body: JSON.stringify(event) }));
  await guarded.invoke('HandleSesEvents', { Records });
}

const mailWith = (destinations: string[], tags: Record<string, string>): RawSend => ({
  ...{ destinations, tags, headers: [], raw: Buffer.alloc(0), configurationSet: 'set' },
});

async function wait(guarded: GuardedNewsroom, ...minutes: number[]): Promise<void> {
  for (const some of minutes) await guarded.wait(some);
}

export const scenes: Scene[] = [
  [
    'readers sign up: one confirms, one never does, and one asks again and again',
    async (guarded) => {
      await guarded.newsroom.beat();
      await signUp(guarded, 'zoe@example.org');
      const link = await linkIn(guarded, 'zoe@example.org', 'c');
      await guarded.reader.press(link, link);
      await guarded.reader.post(link);
      await signUp(guarded, 'never@example.org');
      for (let i = 0; i < 4; i += 1) await signUp(guarded, 'again@example.org');
    },
  ],
  [
    'the schedule begins two ticks at once, and one of them finds that the other one works',
    async (guarded) => {
      await Promise.all([1, 2].map(() => guarded.invoke('Tick', { scheduledTime: guarded.now().toString() })));
    },
  ],
  [
    'the programme lead looks at the plan, pauses it and resumes it',
    async (guarded) => {
      await guarded.desk.page('/desk/plan');
      await guarded.desk.signIn();
      await guarded.desk.page('/desk/reports');
      await guarded.desk.press('/desk/pause', '/desk/pause', { reason: 'Wait' });
      await guarded.desk.press('/desk/plan', '/desk/resume');
      const post = '/desk/publications/alert-what-we-learned';
      await guarded.desk.page(`${post}/mail.html`);
      await guarded.desk.press(post, '/test');
      await wait(guarded, 1, 1);
      await guarded.desk.press(post, '/pause', { reason: 'Wait' });
      await guarded.desk.press(post, '/resume');
      await guarded.desk.page('/desk/publications/x-spring/card.png');
      await guarded.desk.page('/desk/plan?days=year');
      const reminder = '/desk/publications/x-spring-7d';
      const [, time = ''] = /name="to" type="radio" value="([^"]+)"/.exec(await guarded.desk.page(`${reminder}/move`)) ?? [];
      const check = await (await guarded.desk.post(`${reminder}/move`, { to: time })).text();
      const carried = [...check.matchAll(/<input type="hidden" name="([\w-]+)" value="([^"]*)"/g)];
      const moved = Object.fromEntries(carried.map(([, name = '', value = '']) => [name, value.replaceAll('&quot;', '"')]));
      await guarded.desk.post(`${reminder}/move/yes`, moved);
      await guarded.desk.press(`${reminder}/cancel`, '/cancel');
      await guarded.desk.press(reminder, '/uncancel');
      await guarded.desk.press(`${reminder}/cancel`, '/cancel');
    },
  ],
  [
    'the doctor looks whether everything is in order, and the programme lead reads what it has found',
    async (guarded) => {
      await guarded.invoke('Doctor', { scheduledTime: guarded.now().toString() });
      await guarded.newsroom.drain();
      const canary = await guarded.mailTo('leave@news.example.org');
      const subject = /^Subject: (Canary \w+)/m.exec(canary)?.[1];
      const mail = { timestamp: guarded.now().toString(), commonHeaders: { subject } };
      await guarded.invoke('UnsubscribeByMail', { Records: [{ ses: { mail, receipt: { dkimVerdict: { status: 'PASS' } } } }] });
      const page = await guarded.desk.page('/desk/doctor');
      for (const name of ['We may email everybody', 'Alarms reach a mailbox', 'A stolen password is not enough'])
        if (!new RegExp(`${name}</p>.{0,400}>In order<`, 's').test(page))
          throw new Error(`The page does not say of "${name}" that it is in order.`);
    },
  ],
  [
    'the programme lead changes the rules, and puts those of before back',
    async (guarded) => {
      const { desk } = guarded;
      const carriedBy = (html: string) =>
        Object.fromEntries(
          [...html.matchAll(/<input type="hidden" name="([\w-]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
            name,
            value.replaceAll('&quot;', '"').replaceAll('&#x3D;', '=').replaceAll('&#x27;', "'").replaceAll('&amp;', '&'),
          ]),
        );
      const save = async (check: string) => {
        const saved = await desk.post('/desk/rules/save', carriedBy(check));
        if (!saved.headers.get('location')?.endsWith('told=saved')) throw new Error('The rules were not saved.');
      };
      await desk.page('/desk/rules');
      const form = carriedBy(await desk.page('/desk/rules/part/quiet'));
      const check = await desk.post('/desk/rules/part/quiet', { ...form, 'quiet.hours.0': '11pm', 'quiet.hours.1': '5am' });
      await save(await check.text());
      await wait(guarded, 1);
      await desk.page('/desk/rules/history');
      await save(await desk.page('/desk/rules/history/1'));
      await wait(guarded, 1);
    },
  ],
  [
    'the programme lead writes a post and publishes it, changes a story, brings a version back, and deletes a story',
    async (guarded) => {
      const { desk } = guarded;
      const to = async (path: string, fields: Record<string, string>) => (await desk.post(path, fields)).headers.get('location') ?? '';
      const hidden = (html: string, name: string) =>
        (new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '').replaceAll('&quot;', '"').replaceAll('&#x3D;', '=');
      const post = await to('/desk/stories/new', { kind: 'post' });
      await desk.post(post, { version: '1', title: 'Written here', author: 'Sam', body: LINKED, 'published-year': '2030' });
      await desk.page(`${post}/preview`);
      await desk.page(`${post}/preview/email.html`);
      const publish = async (url: string) => {
        const check = await desk.page(`${url}/check`);
        const published = await to(`${url}/publish`, { version: hidden(check, 'version'), shown: hidden(check, 'shown') });
        if (published !== `${url}/published`) throw new Error(`${url} was not published.`);
        await desk.page(published);
      };
      await publish(post);
      const message = await to('/desk/stories/new', { kind: 'message' });
      const room = { title: 'The room', body: 'It has changed.', to: 'event', event: 'spring', 'published-year': '2030' };
      await desk.post(message, { version: '1', ...room });
      await publish(message);
      // The public pages read it, and show it nowhere.
      await guarded.reader.page('/posts');
      const event = await to('/desk/stories/edit', { file: 'events/spring.md' });
      await desk.post(event, { version: '1', summary: 'Other words.' });
      await publish(event);
      await desk.page(`${event}/history`);
      await desk.post(`${event}/history/1/restore`);
      await desk.post(`${event}/delete`);
      await desk.page('/desk/stories');
      await desk.post(`${await to('/desk/stories/new', { kind: 'post' })}/delete`);
      // The address leads inside a network, so that the function is called and nobody is asked.
      const refused = await desk.post('/desk/stories/bring-in', { address: 'http://10.0.0.1/feed' });
      if (refused.status !== 422) throw new Error(`The desk took an address inside a network: ${refused.status}.`);
      guarded.write('events/not-held.md', EVENT.replace('Spring session', 'Not held').replaceAll('2020-03-26', '2020-04-23'));
      await wait(guarded, 1);
      for (const url of [post, message, await to('/desk/stories/edit', { file: 'events/not-held.md' })]) {
        const page = await desk.page(`${url}/delete-story`);
        const carried = Object.fromEntries(['version', 'file-version', 'shown'].map((name) => [name, hidden(page, name)]));
        const deleted = await to(`${url}/delete-story`, carried);
        if (!deleted.endsWith('story-deleted')) throw new Error(`${url} was not deleted.`);
      }
      await wait(guarded, 1);
      await desk.page('/desk/plan');
    },
  ],
  [
    'the programme lead adds a picture to a post, and one that is no picture',
    async (guarded) => {
      const { desk } = guarded;
      const post = (await desk.post('/desk/stories/new', { kind: 'post' })).headers.get('location') ?? '';
      for (const bytes of [picture, Buffer.from('%PDF-1.7')]) {
        const back = await desk.sendFile(`${post}/picture/top`, new File([new Uint8Array(bytes)], 'team.png'));
        const asked = await desk.page(back);
        const isPicture = asked.includes('What does the picture show?');
        if (isPicture !== (bytes === picture)) throw new Error(`The desk did not take the file for what it is: ${asked}`);
        if (!isPicture) continue;
        await desk.page(`${back}/shown`);
        const added = await desk.post(back, { shows: 'words', alt: 'A circle of four steps' });
        if (added.status !== 303) throw new Error(await added.text());
        await desk.page(back);
      }
    },
  ],
  [
    'the programme lead has a website looked at every day, and its new story comes in with its picture, also by the last good rules',
    async (guarded) => {
      const { desk, sites } = guarded;
      const [feed, shown] = ['https://www.site.example.com/feed', 'https://www.site.example.com/a.png'];
      const item = (guid: string) =>
        `<item><guid>${guid}</guid><title>Story ${guid}</title><link>${feed}</link><description>&lt;p>Words&lt;/p>&lt;img src="${shown}"></description></item>`;
      const has = (...guids: string[]) => sites.set(feed, Buffer.from(`<rss><channel>${guids.map(item).join('')}</channel></rss>`));
      has('one');
      sites.set(shown, picture);
      const looked = (await desk.post('/desk/stories/bring-in', { address: feed })).headers.get('location') ?? '';
      const url = looked.replace(/\?.*$/, '');
      const page = await desk.page(looked);
      const [, one = ''] = /name="item" type="checkbox" value="(\w+)"/.exec(page) ?? [];
      await desk.post(url, { item: one });
      if (!(await desk.page(url)).includes('In your drafts')) throw new Error('The story did not come in.');
      const begun = await desk.post(`${url}/watch`, { address: feed });
      if (begun.status !== 303) throw new Error(await begun.text());
      has('one', 'two');
      guarded.write('newsroom.yaml', `${rules}nonsense: true\n`);
      guarded.write('messages/not-ready.md', '---\ndraft: true\n---\n\nLater.\n');
      await wait(guarded, 1);
      const scheduledTime = guarded.now().add({ hours: 24 }).toString();
      // Two at once: the second one finds the draft of the first.
      await Promise.all([1, 2].map(() => guarded.invoke('WatchFeed', { scheduledTime })));
      await guarded.invoke('Doctor', { scheduledTime });
      guarded.write('newsroom.yaml', rules);
      await wait(guarded, 1);
      if (!(await desk.page('/desk/')).includes('1 story came in from the website')) throw new Error('Nothing came in by itself.');
      await desk.post('/desk/stories/bring-in/every-day/stop');
    },
  ],
  [
    'a post goes out by email and on X, and the providers report',
    async (guarded) => {
      // The morning summary first.
      await guarded.at('2019-09-12T08:00');
      await guarded.at('2019-09-12T09:00', 4);
      await guarded.mailTo('lead@example.org');
      await guarded.mailTo(at('ama'));
      if (guarded.newsroom.x.posts().length !== 1) throw new Error('Nothing is on X.');
    },
  ],
  [
    'the doctor looks again once something has gone out',
    async (guarded) => {
      await guarded.invoke('Doctor', { scheduledTime: guarded.now().toString() });
    },
  ],
  [
    'readers look at the pages',
    async (guarded) => {
      for (const path of ['', 'posts', 'posts/what-we-learned', 'events', 'topics', 'search?q=learned', 'calendar', 'sent', 'privacy'])
        await guarded.reader.page(`/${path}`);
      for (const path of ['feed.xml', 'feed.json', 'sitemap.xml', 'images/circle.png', 'images/none.png', 'sent/alert-what-we-learned'])
        await guarded.reader.page(`/${path}`);
    },
  ],
  [
    'readers unsubscribe by page, by mail and by button, and a scanner presses some buttons',
    async (guarded) => {
      const page = await linkIn(guarded, at('ben'), 'u');
      await guarded.reader.press(page, page);
      await guarded.reader.press(page, '');
      const mail = await guarded.mailTo(at('cat'));
      const subject = decodeURIComponent(/mailto:[^?>]*\?subject=([^>&\s]+)/.exec(mail)?.[1] ?? '');
      const received = { Records: [{ ses: { mail: { timestamp: guarded.now().toString(), commonHeaders: { subject } } } }] };
      await guarded.invoke('UnsubscribeByMail', received);
      await guarded.invoke('UnsubscribeByMail', received);
      await oneClick(guarded, 'dan', '198.51.100.1');
      await oneClick(guarded, 'eve', '198.51.101.2');
      await guarded.reader.press(await linkIn(guarded, at('eve'), 'u'), '');
      for (const decision of ['keep', 'left']) {
        for (const name of ['fay', 'gus', 'hal']) await oneClick(guarded, name, '198.51.102.3');
        await wait(guarded, 15);
        await guarded.desk.signIn();
        await guarded.desk.press('/desk/departures', `/desk/departures/${decision}`);
      }
    },
  ],
  [
    'a reader changes their choices and address, and another looks at their data and is forgotten',
    async (guarded) => {
      const zoe = await linkIn(guarded, 'zoe@example.org', 'p');
      await guarded.reader.post(zoe, { frequency: 'weekly', name: 'Zoe' });
      await guarded.reader.post(`${zoe}/pause`, { again: 'now' });
      await guarded.reader.post(`${zoe}/link`);
      await guarded.newsroom.drain();
      await guarded.reader.post(`${await linkIn(guarded, 'zoe@example.org', 'p')}/address`, { address: 'zoe@new.example.org' });
      await guarded.newsroom.drain();
      const move = await linkIn(guarded, 'zoe@new.example.org', 'c');
      await guarded.reader.press(move, move);
      await guarded.reader.post(`${await linkIn(guarded, at('ama'), 'p')}/link`);
      await guarded.newsroom.drain();
      const ama = await linkIn(guarded, at('ama'), 'p');
      for (const path of ['', '/held', '/held.json', '/forget']) await guarded.reader.page(ama + path);
      await guarded.reader.post(`${ama}/forget`);
    },
  ],
  [
    'the programme lead looks people up, exports them, stops the emails of one and erases another',
    async (guarded) => {
      await guarded.reader.post(`${await linkIn(guarded, at('lou'), 'p')}/link`);
      await signUp(guarded, at('lou'));
      await guarded.newsroom.drain();
      const personOf = async (name: string): Promise<string> =>
        (await guarded.desk.post('/desk/people/find', { sought: at(name) })).headers.get('location') ?? '';
      await guarded.desk.press('/desk/people', '/desk/people/export');
      await guarded.desk.post('/desk/people/find', { sought: 'ama' });
      const post = '/desk/publications/alert-what-we-learned';
      await guarded.desk.press(`${post}/people`, '/people/export');
      await guarded.desk.page(`${post}/certificate.txt`);
      const [, emails = ''] = /href="(\/desk\/people\/\w+)"/.exec(await guarded.desk.page(`${post}/people`)) ?? [];
      for (const path of ['/emails', '/emails/alert-what-we-learned', '/emails/alert-what-we-learned/mail.html'])
        await guarded.desk.page(emails + path);
      const kim = await personOf('kim');
      await guarded.desk.press(kim, '/link');
      const form = await guarded.desk.page(`${kim}/correct`);
      const [, version = ''] = /name="version" value="(\d+)"/.exec(form) ?? [];
      const [, topics = ''] = /name="topics" type="checkbox" value="([^"]+)"/.exec(form) ?? [];
      await guarded.desk.press(`${kim}/correct`, '/correct', { version, frequency: 'events', topics, reason: 'Kim phoned' });
      await guarded.desk.press(kim, '/stop');
      await guarded.desk.press(await personOf('lou'), '/erase', { sure: 'yes' });
      await signUp(guarded, 'locked@example.org');
      const locked = (await guarded.desk.post('/desk/people/find', { sought: 'locked@example.org' })).headers.get('location') ?? '';
      await guarded.desk.press(locked, '/confirmation');
      await guarded.desk.press(locked, '/ask-again');
      await guarded.desk.page('/desk/audit');
    },
  ],
  [
    'the programme lead imports a list of people, whose files are gone a week later',
    async (guarded) => {
      const bring = async (): Promise<string> => {
        const list = new File(['email,name,frequency\nned@example.org,Ned,weekly\nno address,Nobody,weekly\n'], 'list.csv');
        const back = await guarded.desk.sendFile('/desk/import', list);
        return (
          (await guarded.desk.press(back, back, { statement: 'They agreed at our event.', sure: 'yes' })).headers.get('location') ?? ''
        );
      };
      const one = await bring();
      await guarded.desk.page(one);
      // A tick that runs while the page works does the same work.
      guarded.guard.before('Desk s3:GetObject', () => guarded.wait(1));
      await guarded.desk.post(`${one}/begin`);
      await guarded.desk.page(`${one}/refused.csv`);
      await guarded.desk.press(await bring(), '/stop');
      await guarded.at('2019-09-20T12:00');
      await guarded.desk.signIn();
      await guarded.desk.page(`${one}/refused.csv`);
    },
  ],
  [
    'two mails and two posts have unknown outcomes: Newsroom looks them up, and the programme lead decides',
    async (guarded) => {
      guarded.write('posts/second.md', postOf('Second', '2019-09-23T09:00'));
      guarded.write('posts/third.md', postOf('Third', '2019-09-24T09:00'));
      await guarded.at('2019-09-23T08:59');
      guarded.trouble.ses.push('accept-then-reset', 'accept-then-reset');
      guarded.trouble.x.push('commit-then-drop', 'drop');
      guarded.trouble.eventsAreLost = true;
      await guarded.at('2019-09-23T09:00', 3);
      guarded.trouble.eventsAreLost = false;
      await guarded.reader.page('/sent');
      await wait(guarded, 5, 15, 1, 1, 1, 10, 1, 20, 1);
      await guarded.desk.signIn();
      await guarded.desk.press('/desk/publications/alert-second', '/held/again');
      await wait(guarded, 1, 1, 1);
      await guarded.at('2019-09-24T09:00', 3);
      await wait(guarded, 20, 1, 1, 1);
      await guarded.desk.signIn();
      await guarded.desk.press('/desk/publications/x-third', '/held-post/again');
      await wait(guarded, 1, 1);
    },
  ],
  [
    'SES reports a second receipt for one mail, before and after the answer to the first',
    async (guarded) => {
      guarded.write('posts/fourth.md', postOf('Fourth', '2019-10-01T09:00'));
      await guarded.at('2019-10-01T08:59');
      let sent = mailWith([], {});
      guarded.guard.before('Send ses:SendRawEmail', async ({ body }) => {
        sent = readRawSend(new URLSearchParams(body.toString('latin1')));
        await report(guarded, sent, 'another');
      });
      await guarded.at('2019-10-01T09:00', 4);
      await report(guarded, sent, 'yet another');
    },
  ],
  [
    'the providers accept no more, and the programme lead resumes sending afterwards',
    async (guarded) => {
      guarded.write('posts/fifth.md', postOf('Fifth', '2019-10-08T09:00'));
      await guarded.at('2019-10-08T08:59');
      guarded.trouble.ses.push('bad-signature');
      guarded.trouble.x.push('401');
      await guarded.at('2019-10-08T09:00', 3);
      await signUp(guarded, 'waits@example.org');
      await guarded.desk.signIn();
      await guarded.desk.press('/desk/plan', '/desk/resume/email');
      await guarded.desk.press('/desk/plan', '/desk/resume/x');
      await wait(guarded, 1, 1, 1);
    },
  ],
  [
    'it is counted how many readers chose alike, somebody joins, another changes their name, counts and word lists follow, and the desk finds them',
    async (guarded) => {
      const round = async () => {
        const { minute } = guarded.now().toZonedDateTimeISO('Europe/London');
        await guarded.wait(20 - ((minute + 13) % 20));
      };
      for (let i = 0; i < 3; i += 1) await round();
      const find = () => guarded.desk.post('/desk/people/find', { sought: 'jon' });
      await find();
      await signUp(guarded, 'joins@example.org');
      await guarded.reader.post(await linkIn(guarded, at('jon'), 'p'), { frequency: 'each', name: 'Jon Smith' });
      for (let i = 0; i < 3; i += 1) await round();
      await find();
    },
  ],
  [
    'a post goes out with its picture, and the picture of another is gone when it goes out',
    async (guarded) => {
      guarded.write('posts/sixth.md', withPicture('Sixth', '2019-10-15T09:00'));
      await guarded.at('2019-10-15T08:59', 4);
      guarded.write('posts/seventh.md', withPicture('Seventh', '2019-10-16T09:00'));
      await guarded.at('2019-10-16T08:59');
      guarded.guard.before('Post s3:GetObject', () => guarded.removePicture('images/circle.png'));
      await guarded.at('2019-10-16T09:00', 3);
    },
  ],
  [
    'a developer asks for the certificate of a publication',
    async (guarded) => {
      const mails = (await guarded.newsroom.ses.mails()).filter(({ publication }) => publication === 'alert-what-we-learned');
      const events = mails.flatMap(({ id, at: sent, to, tags }) => eventsOf(mailWith(to, tags), id, Temporal.Instant.from(sent)));
      await guarded.archive(events, '2019/09/12/08');
      await guarded.invoke('Certify', { publication: 'alert-what-we-learned' });
      await guarded.invoke('Certify', { publication: 'x-second' });
      // A day after each publication nobody need ask. What went out before this scene has no events in the archive, and is told as wrong.
      for (const hour of ['09', '10']) await guarded.invoke('Certify', { scheduledTime: `2019-10-17T${hour}:00:00Z` });
    },
  ],
  [
    'mail after mail comes back from one address, until it reaches the soft-bounce limit',
    async (guarded) => {
      const [mail] = (await guarded.newsroom.ses.mails()).filter(({ to }) => to.includes(at('jon'))).slice(-1);
      if (!mail) throw new Error('Jon got no mail.');
      for (const day of ['2019-11-02', '2019-11-10', '2019-11-18', '2019-11-26', '2019-12-04', '2019-12-09']) {
        await guarded.at(`${day}T12:00`);
        const returned = mailWith(['ooto@simulator.amazonses.com'], { ...mail.tags, i: `alert-of-${day}` });
        await report(guarded, returned, `returned on ${day}`, /"Bounce"/);
      }
      await guarded.at('2019-12-12T12:00');
    },
  ],
  [
    'the programme lead lets a colleague in, changes what they may do, lets them out, and lets them in again',
    async (guarded) => {
      const { desk } = guarded;
      await desk.signIn();
      const version = async () => /name="version" value="(\d+)"/.exec(await desk.page('/desk/colleagues'))?.[1] ?? '';
      const press = async (change: string, fields: Fields) => {
        const answer = await desk.post(`/desk/colleagues/${change}`, { version: await version(), ...fields });
        if (answer.status !== 303) throw new Error(`${change}: ${await answer.text()}`);
      };
      const ben = { name: 'Ben', address: 'ben@example.org' };
      // Before there is a list, whoever has an account is a colleague.
      guarded.issuer.pool.answer('AdminCreateUser', { UserPoolId: guarded.issuer.pool.id, Username: 'jo@example.org' });
      await press('let-in', { ...ben, rights: 'writes' });
      await press('rights', { ...ben, rights: 'approves' });
      await press('let-out', ben);
      await press('let-in', { ...ben, rights: 'writes' });
      await press('invite', ben);
    },
  ],
  [
    'the programme lead signs out, and signs out everywhere',
    async (guarded) => {
      await guarded.desk.signIn();
      await guarded.desk.press('/desk/account', '/desk/sign-out');
      await guarded.desk.signIn();
      await guarded.desk.press('/desk/account', '/desk/sign-out/everywhere');
    },
  ],
  [
    'an event is announced, and a year later the rows of its readers are deleted',
    async (guarded) => {
      await guarded.at('2020-01-14T09:59', 4);
      await guarded.at('2021-04-01T12:00', 2);
    },
  ],
];
