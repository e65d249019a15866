import { dynamoBudgets } from '#adapters/dynamo/rate-counters';
import { dynamoSignups } from '#adapters/dynamo/signups';
import { dynamoLetters } from '#adapters/dynamo/transactional-emails';
import { memoryBudgets, memoryLetters, memorySignups } from '#local/memory/subscribers';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { formsContract } from '#tests/contracts/signups.contract';

const dynamo = freshDynamo();
formsContract('in memory', async () => ({ signups: memorySignups(), letters: memoryLetters(), budgets: memoryBudgets() }));
formsContract('in DynamoDB', async () => {
  const [client, table] = [dynamo.client(), await dynamo.table()];
  return { signups: dynamoSignups(client, table), letters: dynamoLetters(client, table), budgets: dynamoBudgets(client, table) };
});
