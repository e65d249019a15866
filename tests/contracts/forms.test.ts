import { dynamoBudgets } from '#adapters/dynamo-budgets';
import { dynamoLetters } from '#adapters/dynamo-letters';
import { dynamoSignups } from '#adapters/dynamo-signups';
import { memoryBudgets, memoryLetters, memorySignups } from '#local/memory-people';
import { formsContract } from '#tests/contracts/forms.contract';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';

const dynamo = freshDynamo();
formsContract('in memory', async () => ({ signups: memorySignups(), letters: memoryLetters(), budgets: memoryBudgets() }));
formsContract('in DynamoDB', async () => {
  const [client, table] = [dynamo.client(), await dynamo.table()];
  return { signups: dynamoSignups(client, table), letters: dynamoLetters(client, table), budgets: dynamoBudgets(client, table) };
});
