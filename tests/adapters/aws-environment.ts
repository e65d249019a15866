import { vi } from 'vitest';

/** Sets the environment so that the AWS SDK calls an endpoint on this machine. `vi.unstubAllEnvs` undoes it. */
export function localAws(service: 'DYNAMODB' | 'SES' | 'SECRETS_MANAGER', endpoint: string): void {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  vi.stubEnv('AWS_REGION', 'eu-west-2');
  vi.stubEnv(`AWS_ENDPOINT_URL_${service}`, endpoint);
}
