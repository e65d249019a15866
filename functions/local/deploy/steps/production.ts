import { dnsRecords, isAnswered } from '#core/dns/dns-records';
import { productionRequest } from '#local/deploy/production-request';
import { stackOutput } from '#local/deploy/stack-output';
import { done, type Step, waits } from '#local/deploy/step';

export const production: Step = {
  title: 'Amazon lets us write to everybody',
  looks: () => 'Whether SES is still in its sandbox: a new account may send 200 emails a day, and only to addresses that it has verified.',
  does: () =>
    'Once the pages are open, it asks AWS for production access, with a text that you see before. AWS answers within a day or so.',
  async run(deployment) {
    const { settings, rules, aws, lookup, terminal } = deployment;
    const { production, review, perDay } = await aws.mail.account();
    if (production) return done(`It does: ${perDay.toLocaleString('en-GB')} emails a day. That should be more than you have readers.`);
    if (review === 'pending')
      return waits(
        'AWS has been asked, and has not answered yet.',
        'AWS',
        'Wait for the email of AWS Support. If they ask something, answer in the console, under Support.',
      );
    if (review === 'denied')
      return waits(
        'AWS has refused.',
        'you',
        'Answer in the console, under Support: say who the readers are, that each of them asked for the emails, and ask again.',
      );
    const siteTarget = await stackOutput(deployment, 'SiteTarget');
    const site = dnsRecords({ ...settings, siteTarget }).filter(({ id }) => id === 'site');
    // AWS looks at the website before it answers, and refuses who has none.
    for (const record of site)
      if (!isAnswered(record, await lookup(record.name, record.type)))
        return waits(
          'The pages are not open yet, and AWS looks at them before it answers.',
          'DNS',
          'Run this again once the DNS records are there: after some minutes, or when IT has answered.',
        );
    const text = productionRequest(rules.name, settings);
    terminal.say(`\n${text}\n`);
    if (!(await terminal.agrees('  Send this to AWS, to ask for production access of SES?')))
      return waits('AWS has not been asked.', 'you', 'Run this again, or ask in the SES console with the text above.');
    const asked = await aws.mail.askForProduction({ site: rules.site, text, contact: settings.alarmEmail });
    return waits(
      asked ? 'AWS has been asked.' : 'AWS had been asked before.',
      'AWS',
      'Wait for the email of AWS Support: it takes about a day.',
    );
  },
};
