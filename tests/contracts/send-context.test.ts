import { dynamoStores } from '#adapters/worlds';
import { openMemoryWorld } from '#local/memory/world';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { sendContextContract } from '#tests/contracts/send-context.contract';

const dynamo = freshDynamo();
sendContextContract('in memory', async () => openMemoryWorld().world);
sendContextContract('in DynamoDB', async () => {
  const [publications, ledger, subscribers, suppressions, switches, desk] = [
    await dynamo.table(),
    await dynamo.table(),
    await dynamo.table(),
    await dynamo.table(),
    await dynamo.table(),
    await dynamo.table(),
  ];
  return dynamoStores(dynamo.client(), { publications, ledger, subscribers, suppressions, switches, desk });
});
