import { dynamoStores } from '#adapters/worlds';
import { openMemoryWorld } from '#local/memory-world';
import { briefingContract } from '#tests/contracts/briefing.contract';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';

const dynamo = freshDynamo();
briefingContract('in memory', async () => openMemoryWorld().world);
briefingContract('in DynamoDB', async () => {
  const [register, ledger, subscribers, suppressions, switches, desk] = [
    await dynamo.table(),
    await dynamo.table(),
    await dynamo.table(),
    await dynamo.table(),
    await dynamo.table(),
    await dynamo.table(),
  ];
  return dynamoStores(dynamo.client(), { register, ledger, subscribers, suppressions, switches, desk });
});
