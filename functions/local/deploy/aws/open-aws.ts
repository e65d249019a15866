import { createHash } from 'node:crypto';
import { DescribeContinuousBackupsCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { storedFormIn } from '#adapters/dynamo/publications';
import { cognitoAccounts } from '#adapters/identity/cognito-accounts';
import type { Aws } from '#local/deploy/aws/aws';
import { certificatesOf } from '#local/deploy/aws/certificates';
import { mailOf } from '#local/deploy/aws/mail';
import { stackOf } from '#local/deploy/aws/stack';
import { zonesOf } from '#local/deploy/aws/zones';

/** Opens the account of the credentials that the SDK finds: those of the environment, of a profile, or of a sign-in with SSO. */
export function openAws(region: string): Aws {
  const sts = new STSClient({ region });
  const lambda = new LambdaClient({ region });
  const secrets = new SecretsManagerClient({ region });
  const sns = new SNSClient({ region });
  const dynamo = new DynamoDBClient({ region });
  return {
    async identity() {
      const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
      return { account: Account, who: Arn };
    },
    async functionsAtOnce() {
      const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
      return AccountLimit?.ConcurrentExecutions ?? 0;
    },
    stack: stackOf(region),
    certificates: certificatesOf(),
    zones: zonesOf(region),
    mail: mailOf(region),
    secrets: {
      async read(id) {
        const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId: id }));
        return SecretString;
      },
      async fill(id, value) {
        // A second put with the same token and another value is refused: two people who deploy at once cannot replace each other's pepper.
        const token = createHash('sha256').update(`the first value of ${id}`).digest('hex');
        try {
          await secrets.send(new PutSecretValueCommand({ SecretId: id, SecretString: value, ClientRequestToken: token }));
          return true;
        } catch (error) {
          if (error instanceof ResourceExistsException) return false;
          throw error;
        }
      },
      async replace(id, value) {
        await secrets.send(new PutSecretValueCommand({ SecretId: id, SecretString: value }));
      },
    },
    people: (pool) => cognitoAccounts({ url: cognitoUrl(region), id: pool }, sts.config.credentials),
    async unconfirmed(topic) {
      const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }));
      return Subscriptions.flatMap(({ SubscriptionArn, Endpoint }) =>
        SubscriptionArn === 'PendingConfirmation' && Endpoint ? [Endpoint] : [],
      );
    },
    async canBeBroughtBack(table) {
      const { ContinuousBackupsDescription: found } = await dynamo.send(new DescribeContinuousBackupsCommand({ TableName: table }));
      return found?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'ENABLED';
    },
    storedForm: (table) => storedFormIn(dynamo, table),
  };
}

/** The environment may name another place, as it does for the clients of the SDK. */
const cognitoUrl = (region: string): string =>
  process.env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER ?? process.env.AWS_ENDPOINT_URL ?? `https://cognito-idp.${region}.amazonaws.com`;
