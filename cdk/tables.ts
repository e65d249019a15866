import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, type TablePropsV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';

/**
 * Five tables, because a restore acts on a whole table: suppressions and switches are never rewound with the ledger,
 * or somebody who has left would be mailed again.
 */
export class Tables extends Construct {
  /** Sightings of stories, and publications whose time has come. */
  readonly register = this.#table('Register');
  /** Chunks, groups of deliveries, social posts, sealed texts. */
  readonly ledger = this.#table('Ledger');
  /** Counts of the forms' budgets, which DynamoDB forgets by itself, stand among them. */
  readonly subscribers = this.#table('Subscribers', { timeToLiveAttribute: 'expires' });
  /** Who must never be mailed: append-only. */
  readonly suppressions = this.#table('Suppressions');
  /** What people decided: pauses and approvals. */
  readonly switches = this.#table('Switches');

  #table(id: string, own: Pick<TablePropsV2, 'timeToLiveAttribute'> = {}): TableV2 {
    return new TableV2(this, id, {
      ...own,
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      // The key of this account, so that each use of it stands in CloudTrail.
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
