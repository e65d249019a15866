import { dynamoSwitches } from '#adapters/dynamo/switches';
import { memorySwitches } from '#local/memory/switches';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { switchesContract } from '#tests/contracts/switches.contract';

const dynamo = freshDynamo();
switchesContract('in memory', async () => memorySwitches());
switchesContract('in DynamoDB', async () => dynamoSwitches(dynamo.client(), await dynamo.table()));
