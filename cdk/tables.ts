import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, type TablePropsV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';

/**
 * Six tables, because a restore rewinds a whole table. Suppressions and switches must never be rewound with the ledger, or unsubscribed
 * people would be mailed again. functions/adapters/stores.ts lists the partitions of each table.
 */
export class Tables extends Construct {
  /**
   * When each story was first seen, the recorded publications, the progress of the ticks and of the retention run, and the newest
   * morning summary.
   */
  readonly publications = this.#table('Publications');
  /** Audience chunks, deliveries, duplicates, social posts, sealed texts, and canaries that prove SES events arrive. */
  readonly ledger = this.#table('Ledger');
  /**
   * Subscribers, sign-ups, transactional emails, bounces, imports and the forms' rate counters. DynamoDB deletes the rate counters when
   * they expire.
   */
  readonly subscribers = this.#table('Subscribers', { timeToLiveAttribute: 'expires' });
  /** An append-only log for each person who must not be mailed. Also pending one-click unsubscribes, deleted once they are settled. */
  readonly suppressions = this.#table('Suppressions');
  /** People's decisions: pauses, approvals and cancellations. */
  readonly switches = this.#table('Switches');
  /** The desk's sessions, its audit log, and the drafts of stories. */
  readonly desk = this.#table('Desk');

  #table(id: string, own: Pick<TablePropsV2, 'timeToLiveAttribute'> = {}): TableV2 {
    return new TableV2(this, id, {
      ...own,
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      // A key in this account, so that CloudTrail shows each use of it.
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
