import { dynamoLetters } from '#adapters/dynamo/transactional-emails';
import { memoryLetters } from '#local/memory/subscribers';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { oldLettersContract } from '#tests/contracts/transactional-emails.contract';

const dynamo = freshDynamo();
oldLettersContract('in memory', async () => memoryLetters());
oldLettersContract('in DynamoDB', async () => dynamoLetters(dynamo.client(), await dynamo.table()));
