import { dynamoRateCounters } from '#adapters/dynamo/rate-counters';
import { dynamoSignups } from '#adapters/dynamo/signups';
import { dynamoTransactionalEmails } from '#adapters/dynamo/transactional-emails';
import { memoryRateCounters, memorySignups, memoryTransactionalEmails } from '#local/memory/subscribers';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { formsContract } from '#tests/contracts/signups.contract';

const dynamo = freshDynamo();
formsContract('in memory', async () => ({
  signups: memorySignups(),
  transactional: memoryTransactionalEmails(),
  rateCounters: memoryRateCounters(),
}));
formsContract('in DynamoDB', async () => {
  const [client, table] = [dynamo.client(), await dynamo.table()];
  return {
    signups: dynamoSignups(client, table),
    transactional: dynamoTransactionalEmails(client, table),
    rateCounters: dynamoRateCounters(client, table),
  };
});
