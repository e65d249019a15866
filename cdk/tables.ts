import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, type TablePropsV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { Deployment } from '#cdk/deployment';

/** What functions must know of a table. */
export type StoredTable = Pick<TableV2, 'tableArn' | 'tableName'>;

/**
 * Six tables, because a restore rewinds a whole table. Suppressions and switches must never be rewound with the ledger, or unsubscribed
 * people would be mailed again. functions/adapters/stores.ts lists the partitions of each table.
 *
 * Tables and the user pool of the desk stay when the stack is deleted or its first deployment is taken back. With their protection against
 * deletion AWS could not delete them, and would end in a state that only a person gets out of. They have no fixed names, so the empty ones
 * of a failed attempt are in nobody's way.
 */
export class Tables extends Construct {
  /**
   * When each story was first seen, the recorded publications, the progress of the ticks and of the retention run, and the newest
   * morning summary.
   */
  readonly publications: StoredTable;
  /** Audience chunks, deliveries, duplicates, social posts, sealed texts, and canaries that prove SES events arrive. */
  readonly ledger: StoredTable;
  /**
   * Subscribers, sign-ups, transactional emails, bounces, imports and the forms' rate counters. DynamoDB deletes the rate counters when
   * they expire.
   */
  readonly subscribers: StoredTable;
  /** An append-only log for each person who must not be mailed. Also pending one-click unsubscribes, deleted once they are settled. */
  readonly suppressions: StoredTable;
  /** People's decisions: pauses, approvals and cancellations. */
  readonly switches: StoredTable;
  /** The desk's sessions, its audit log, and the drafts of stories. */
  readonly desk: StoredTable;

  /** `restored`: tables that a restore has made (the context `tables`), which functions use in the place of those of the stack. */
  constructor(scope: Construct, id: string, { restored }: { restored: Deployment['tables'] }) {
    super(scope, id);
    this.publications = this.#inUse(this.#table('Publications'), restored.publications);
    this.ledger = this.#inUse(this.#table('Ledger'), restored.ledger);
    this.subscribers = this.#inUse(this.#table('Subscribers', { timeToLiveAttribute: 'expires' }), restored.subscribers);
    this.suppressions = this.#table('Suppressions');
    this.switches = this.#table('Switches');
    this.desk = this.#table('Desk');
  }

  #inUse(own: TableV2, restored: string | undefined): StoredTable {
    return restored === undefined ? own : TableV2.fromTableName(own, 'Restored', restored);
  }

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
