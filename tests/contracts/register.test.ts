import { dynamoRegister } from '#adapters/dynamo-register';
import { memoryRegister } from '#local/memory-register';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { registerContract } from '#tests/contracts/register.contract';

const dynamo = freshDynamo();
registerContract('in memory', async () => memoryRegister());
registerContract('in DynamoDB', async () => dynamoRegister(dynamo.client(), await dynamo.table()));
