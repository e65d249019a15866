import { done, type Step, stops } from '#local/deploy/step';

/** What the files of this folder say is checked before anything is asked of AWS. */
export const rules: Step = {
  title: 'The rules fit the domain',
  looks: ({ domain, siteHost }) =>
    `Whether newsroom.yaml has a sender at ${domain} and "site: https://${siteHost}", and whether the two are different.`,
  does: () => 'Nothing. AWS refuses mail from any other domain, and links would lead to another place.',
  async run({ settings: { domain, siteHost }, rules: { sender, site } }) {
    if (siteHost === domain)
      return stops(
        `The pages and the mail are both at ${domain}. DNS does not allow it: where a CNAME record stands, no MX record can.`,
        `Put another "siteHost" into cdk.json, for example www.${domain}.`,
      );
    const wrong = [
      ...(sender.toLowerCase().endsWith(`@${domain}`) ? [] : [`The sender ${sender} is not at ${domain}.`]),
      ...(site === `https://${siteHost}` ? [] : [`The site is ${site}, and not https://${siteHost}.`]),
    ];
    if (wrong.length > 0)
      return stops(wrong.join(' '), `In newsroom.yaml write "address: news@${domain}" below "sender", and "site: https://${siteHost}".`);
    return done(`Emails come from ${sender}, and links lead to ${site}.`);
  },
};
