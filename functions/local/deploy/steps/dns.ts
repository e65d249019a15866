import { makeOrAsk } from '#local/deploy/make-records';
import { stackOutput } from '#local/deploy/stack-output';
import type { Step } from '#local/deploy/step';

export const dns: Step = {
  title: 'The domain is set up',
  looks: ({ domain }) => `Nine DNS records: in the zone of ${domain} if it is in this account (Route 53), and in DNS itself otherwise.`,
  does: () =>
    'Makes those that are missing where the zone is in Route 53, and never changes one that is there. Elsewhere it writes the letter to IT, with a zone file, which asks for what is missing.',
  async run(deployment) {
    const { settings, aws } = deployment;
    const told = await Promise.all(['Dkim1', 'Dkim2', 'Dkim3'].map((name) => stackOutput(deployment, name)));
    const dkim = told.map((record) => ({ name: record.split(' ')[0] ?? '', value: record.split(' ')[1] ?? '' }));
    const certificate = (await aws.certificates.find(settings.certificateArn ?? ''))?.record;
    return makeOrAsk(deployment, { certificate, dkim, siteTarget: await stackOutput(deployment, 'SiteTarget') });
  },
};
