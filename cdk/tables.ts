import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, type TablePropsV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';

/**
 * Six tables, because a restore acts on a whole table: suppressions and switches are never rewound with the ledger, or somebody who has
 * left would be mailed again. Which partitions each holds stands in functions/adapters/stores.ts.
 */
export class Tables extends Construct {
  /** When each story was first seen, publications whose time has come, and how far the ticks and the retention run have come. */
  readonly publications = this.#table('Publications');
  /** Chunks, groups of deliveries, second receipts, social posts, sealed texts, and the proof that SES's events reach us. */
  readonly ledger = this.#table('Ledger');
  /** Subscribers, sign-ups, transactional emails, bounces, imports, and counts of the forms, which DynamoDB forgets by itself. */
  readonly subscribers = this.#table('Subscribers', { timeToLiveAttribute: 'expires' });
  /** Who must not be mailed, a log for each person that is only ever added to; and one-click unsubscribes until they are settled. */
  readonly suppressions = this.#table('Suppressions');
  /** What people decided: pauses, approvals and cancellations. */
  readonly switches = this.#table('Switches');
  /** Who is signed in on the desk, and who did what there: the audit log. */
  readonly desk = this.#table('Desk');

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
