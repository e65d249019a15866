import { dynamoExaminations } from '#adapters/dynamo/examinations';
import { memoryExaminations } from '#local/memory/examinations';
import { examinationsContract } from '#tests/contracts/examinations.contract';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';

const dynamo = freshDynamo();
examinationsContract('in memory', async () => memoryExaminations());
examinationsContract('in DynamoDB', async () => dynamoExaminations(dynamo.client(), await dynamo.table()));
