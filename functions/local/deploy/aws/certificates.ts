import { createHash } from 'node:crypto';
import {
  ACMClient,
  DescribeCertificateCommand,
  paginateListCertificates,
  RequestCertificateCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-acm';
import type { Aws, CertificateFound } from '#local/deploy/aws/aws';

export function certificatesOf(): Aws['certificates'] {
  const client = new ACMClient({ region: 'us-east-1' });
  const find = async (arn: string): Promise<CertificateFound | undefined> => {
    try {
      const { Certificate: found } = await client.send(new DescribeCertificateCommand({ CertificateArn: arn }));
      const record = found?.DomainValidationOptions?.[0]?.ResourceRecord;
      const { Name: name, Value: value } = record ?? {};
      return {
        arn,
        host: found?.DomainName ?? '',
        status: found?.Status ?? '',
        ...(name !== undefined && value !== undefined ? { record: { name, value } } : {}),
      };
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  };
  return {
    find,
    async ofHost(host) {
      const arns: string[] = [];
      // Without the kinds of keys only those of RSA with 2048 bits are listed.
      const Includes = { keyTypes: ['RSA_2048', 'EC_prime256v1'] } as const;
      for await (const page of paginateListCertificates({ client }, { Includes: { keyTypes: [...Includes.keyTypes] } })) {
        for (const { CertificateArn, DomainName } of page.CertificateSummaryList ?? [])
          if (CertificateArn !== undefined && DomainName === host) arns.push(CertificateArn);
      }
      return (await Promise.all(arns.map(find))).flatMap((found) => found ?? []);
    },
    async request(host) {
      // With the same token AWS makes one certificate, not two, when an answer was lost.
      const token = createHash('sha256').update(host).digest('hex').slice(0, 32);
      const asked = new RequestCertificateCommand({ DomainName: host, ValidationMethod: 'DNS', IdempotencyToken: token });
      const { CertificateArn = '' } = await client.send(asked);
      return CertificateArn;
    },
  };
}
