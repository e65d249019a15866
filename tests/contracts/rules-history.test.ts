import { dynamoRulesHistory } from '#adapters/dynamo/rules-history';
import { memoryRulesHistory } from '#local/memory/rules-history';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { rulesHistoryContract } from '#tests/contracts/rules-history.contract';

const dynamo = freshDynamo();
rulesHistoryContract('in memory', async () => memoryRulesHistory());
rulesHistoryContract('in DynamoDB', async () => dynamoRulesHistory(dynamo.client(), await dynamo.table()));
