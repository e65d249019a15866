// DynamoDB's emulators cannot bring a table back. This stands in for exactly those calls, before an emulator: a copy that `mark` has made
// is what a table was at that moment, and a new table lacks, as on AWS, expiry, recovery and deletion protection.
import { BatchWriteItemCommand, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { Item } from '#adapters/dynamo/item';
import { createTables, LOCAL_AWS } from '#local/emulators/dynamo-emulator';
import { bodyOf, type Loopback, listenOnLoopback } from '#local/stand-ins/loopback';

type Extras = { recovery: boolean; protection: boolean; expires?: string; looksUntilActive: number };

export type PointInTime = Loopback & {
  /** Remembers what is in these tables, as their state at this moment. */
  mark(tables: readonly string[]): Promise<Date>;
  /** What a table has beside its items. */
  extras(table: string): Extras;
  /** The next table is refused, in a way that the SDK does not repeat. */
  refuseNext(): void;
};

export async function startPointInTime(dynamoUrl: string): Promise<PointInTime> {
  const client = new DynamoDBClient({ endpoint: dynamoUrl, ...LOCAL_AWS });
  const marks: { at: Date; table: string; items: Item[] }[] = [];
  const known = new Map<string, Extras>();
  let [refused, opened] = [false, new Date()];
  const extras = (table: string): Extras => {
    const found = known.get(table) ?? { recovery: true, protection: true, looksUntilActive: 0 };
    known.set(table, found);
    return found;
  };

  const restoreTable = async (source: string, target: string, at: Date) => {
    const copy = marks.filter(({ table, at: made }) => table === source && made <= at).at(-1);
    if (!copy) return error('InvalidRestoreTimeException', 'No copy is that old.');
    await createTables(dynamoUrl, [target]);
    for (let i = 0; i < copy.items.length; i += 25) {
      const puts = copy.items.slice(i, i + 25).map((Item) => ({ PutRequest: { Item } }));
      await client.send(new BatchWriteItemCommand({ RequestItems: { [target]: puts } }));
    }
    known.set(target, { recovery: false, protection: false, looksUntilActive: 2 });
    return { TableDescription: { TableName: target, TableStatus: 'CREATING' } };
  };

  const answer = async (action: string, body: any, forward: () => Promise<{ status: number; body: any }>): Promise<object | undefined> => {
    const table: string = body.TableName ?? '';
    switch (action) {
      case 'RestoreTableToPointInTime': {
        const isRefused = refused;
        refused = false;
        if (isRefused) return error('ValidationException', 'Not now.');
        return restoreTable(body.SourceTableName, body.TargetTableName, new Date(body.RestoreDateTime * 1000));
      }
      case 'DescribeContinuousBackups':
        return { ContinuousBackupsDescription: backups(extras(table).recovery, opened) };
      case 'UpdateContinuousBackups':
        extras(table).recovery = body.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled;
        return { ContinuousBackupsDescription: backups(extras(table).recovery, opened) };
      case 'DescribeTimeToLive': {
        const { expires } = extras(table);
        return {
          TimeToLiveDescription: expires ? { TimeToLiveStatus: 'ENABLED', AttributeName: expires } : { TimeToLiveStatus: 'DISABLED' },
        };
      }
      case 'UpdateTimeToLive':
        if (extras(table).expires) return error('ValidationException', 'TimeToLive is already enabled');
        extras(table).expires = body.TimeToLiveSpecification.AttributeName;
        return { TimeToLiveSpecification: body.TimeToLiveSpecification };
      case 'UpdateTable':
        extras(table).protection = body.DeletionProtectionEnabled;
        return { TableDescription: { TableName: table, TableStatus: 'ACTIVE' } };
      case 'DescribeTable': {
        const { status, body: described } = await forward();
        if (status !== 200) return undefined;
        const own = extras(table);
        if (own.looksUntilActive > 0) described.Table.TableStatus = 'CREATING';
        own.looksUntilActive = Math.max(0, own.looksUntilActive - 1);
        return { Table: { ...described.Table, DeletionProtectionEnabled: own.protection } };
      }
      default:
        return undefined;
    }
  };

  const server = await listenOnLoopback(async (request, response) => {
    const bytes = await bodyOf(request);
    const headers = new Headers();
    for (const name of ['authorization', 'content-type', 'x-amz-date', 'x-amz-target'])
      headers.set(name, String(request.headers[name] ?? ''));
    const ask = () => fetch(dynamoUrl, { method: 'POST', headers, body: new Uint8Array(bytes) });
    const action = String(request.headers['x-amz-target']).replace(/^.*\./, '');
    const forward = async () => {
      const answered = await ask();
      return { status: answered.status, body: await answered.json() };
    };
    const own = await answer(action, JSON.parse(bytes.toString()), forward);
    if (own) {
      response.writeHead('__type' in own ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(own));
      return;
    }
    const answered = await ask();
    response.writeHead(answered.status, { 'content-type': 'application/x-amz-json-1.0' }).end(Buffer.from(await answered.arrayBuffer()));
  });

  return {
    ...server,
    async mark(tables) {
      for (const table of tables) {
        const items: Item[] = [];
        for await (const { Items = [] } of paginateScan({ client }, { TableName: table })) items.push(...Items);
        marks.push({ at: new Date(), table, items });
      }
      return new Date();
    },
    extras,
    refuseNext: () => {
      refused = true;
    },
    async stop() {
      client.destroy();
      await server.stop();
    },
  };
}

function backups(recovery: boolean, opened: Date) {
  const range = { EarliestRestorableDateTime: opened.getTime() / 1000, LatestRestorableDateTime: Date.now() / 1000 };
  const PointInTimeRecoveryStatus = recovery ? 'ENABLED' : 'DISABLED';
  return {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus, ...(recovery && range) },
  };
}

const error = (name: string, message: string) => ({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message });
