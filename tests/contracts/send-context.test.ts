import { dynamoStores } from '#adapters/worlds';
import { openMemoryWorld } from '#local/memory/world';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { briefingContract } from '#tests/contracts/send-context.contract';

const dynamo = freshDynamo();
briefingContract('in memory', async () => openMemoryWorld().world);
briefingContract('in DynamoDB', async () => {
  const [register, ledger, subscribers, suppressions, switches] = [
    await dynamo.table(),
    await dynamo.table(),
    await dynamo.table(),
    await dynamo.table(),
    await dynamo.table(),
  ];
  return dynamoStores(dynamo.client(), { register, ledger, subscribers, suppressions, switches });
});
