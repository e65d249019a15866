import { dynamoRegister } from '#adapters/dynamo/publications';
import { memoryRegister } from '#local/memory/publications';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { registerContract } from '#tests/contracts/publications.contract';

const dynamo = freshDynamo();
registerContract('in memory', async () => memoryRegister());
registerContract('in DynamoDB', async () => dynamoRegister(dynamo.client(), await dynamo.table()));
