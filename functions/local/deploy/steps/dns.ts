import { makeOrAsk } from '#local/deploy/make-records';
import { stackName } from '#local/deploy/stack-name';
import { type Step, stops } from '#local/deploy/step';

export const dns: Step = {
  title: 'The domain is set up',
  looks: ({ domain }) => `Nine DNS records: in the zone of ${domain} if it is in this account (Route 53), and in DNS itself otherwise.`,
  does: () =>
    'Makes those that are missing where the zone is in Route 53, and never changes one that is there. Elsewhere it writes the letter to IT, with a zone file, which asks for what is missing.',
  async run(deployment) {
    const { settings, aws } = deployment;
    const stack = await aws.stack.find(stackName(settings));
    const dkim = ['Dkim1', 'Dkim2', 'Dkim3'].flatMap((name) => {
      const [record = '', value] = stack?.outputs[name]?.split(' ') ?? [];
      return value === undefined ? [] : [{ name: record, value }];
    });
    const { SiteTarget: siteTarget } = stack?.outputs ?? {};
    if (dkim.length < 3 || siteTarget === undefined)
      return stops('The stack does not name its DNS records.', 'Deploy this release again: run this again.');
    const certificate = (await aws.certificates.find(settings.certificateArn ?? ''))?.record;
    return makeOrAsk(deployment, { certificate, dkim, siteTarget });
  },
};
