import { done, type Step, stops } from '#local/deploy/step';

/** What the files of this folder say is checked before anything is asked of AWS. */
export const rules: Step<'settings' | 'rules'> = {
  title: 'The rules fit the domain',
  looks: ({ domain, siteHost }) =>
    `Whether newsroom.yaml has a sender at ${domain} and "site: https://${siteHost}", and whether mail and pages have different names.`,
  does: () => 'Nothing. AWS refuses mail from any other domain, and links would lead to another place.',
  async run({ settings, rules: { sender, site, problems } }) {
    const { domain, siteHost } = settings;
    if (siteHost === domain)
      return stops(
        `The pages and the mail are both at ${domain}. DNS does not allow it: where a CNAME record stands, no MX record can.`,
        `Put another "siteHost" into cdk.json, for example www.${domain}.`,
      );
    const wrong = problems(settings);
    if (wrong.length > 0)
      return stops(
        wrong.join('\n'),
        `Correct these lines. The sender is an address at the sending domain, such as news@${domain}, and the site is https://${siteHost}.`,
      );
    return done(`Emails come from ${sender}, and links lead to ${site}.`);
  },
};
