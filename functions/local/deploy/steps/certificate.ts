import type { CertificateFound } from '#local/deploy/aws/aws';
import { makeOrAsk } from '#local/deploy/make-records';
import { type Deployment, done, type Outcome, type Step, stops } from '#local/deploy/step';

/** Certificate Manager knows the record some seconds after the request. */
const RECORD = { tries: 12, everyMs: 5_000 };
/** Once the record is there, it issues the certificate within some minutes. */
const ISSUE = { tries: 20, everyMs: 15_000 };

export const certificate: Step = {
  title: 'There is a certificate for the pages',
  looks: ({ siteHost, certificateArn }) =>
    `A certificate for ${siteHost} in us-east-1, where CloudFront takes them from, whatever your region is (${certificateArn ?? 'cdk.json names none yet'}), and whether it is issued.`,
  does: () =>
    'Requests one, puts its ARN into cdk.json, and makes the DNS record that proves the host is yours, or asks IT for it in the letter. Without an issued certificate nothing is deployed.',
  async run(deployment) {
    const { settings, aws, terminal, save, wait } = deployment;
    const known = await usable(deployment);
    const arn = known?.arn ?? (await aws.certificates.request(settings.siteHost));
    if (arn !== settings.certificateArn) {
      save({ certificateArn: arn });
      settings.certificateArn = arn;
    }
    let found = known ?? (await aws.certificates.find(arn));
    for (let tries = 0; tries < RECORD.tries && found?.record === undefined && found?.status !== 'ISSUED'; tries++) {
      await wait(RECORD.everyMs);
      found = await aws.certificates.find(arn);
    }
    if (found?.status === 'ISSUED') return done(`It is issued: ${arn}`);
    if (!found?.record) return stops('Certificate Manager has not named its DNS record yet.', 'Run this again in a minute.');
    const made = await makeOrAsk(deployment, { certificate: found.record });
    for (let tries = 0; tries < ISSUE.tries && made.is === 'done'; tries++) {
      if (tries === 0) terminal.say('  Waiting until Amazon has seen the record and issued the certificate …');
      await wait(ISSUE.everyMs);
      if ((await aws.certificates.find(arn))?.status === 'ISSUED') return done(`It is issued: ${arn}`);
    }
    return notYet(made);
  },
};

function notYet(made: Outcome): Outcome {
  if (made.is === 'done')
    return stops(
      'The record is there, and the certificate is not issued yet.',
      'Run this again in half an hour. If it lasts longer: a CAA record of the domain must allow amazon.com, and the zone in Route 53 must be the one that the world asks.',
    );
  return stops(`The certificate is requested, and waits for its DNS record. ${made.said}`, made.next);
}

/** The certificate of cdk.json, or any other of the account for the host: what was requested before the command broke off is not lost. */
async function usable({ settings, aws }: Deployment): Promise<CertificateFound | undefined> {
  const isUsable = ({ host, status }: CertificateFound) =>
    host === settings.siteHost && (status === 'ISSUED' || status === 'PENDING_VALIDATION');
  const named = settings.certificateArn === undefined ? undefined : await aws.certificates.find(settings.certificateArn);
  if (named && isUsable(named)) return named;
  const all = (await aws.certificates.ofHost(settings.siteHost)).filter(isUsable);
  return all.find(({ status }) => status === 'ISSUED') ?? all[0];
}
