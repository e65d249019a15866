import { vi } from 'vitest';

/** What the AWS SDK needs of its environment to talk to an endpoint on this machine. Undone by `vi.unstubAllEnvs`. */
export function localAws(service: 'SES' | 'SECRETS_MANAGER', endpoint: string): void {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  vi.stubEnv('AWS_REGION', 'eu-west-2');
  vi.stubEnv(`AWS_ENDPOINT_URL_${service}`, endpoint);
}
