import { dynamoFeedWatch } from '#adapters/dynamo/feed-watch';
import { memoryFeedWatch } from '#local/memory/feed-watch';
import { feedWatchContract } from '#tests/contracts/feed-watch.contract';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';

const dynamo = freshDynamo();
feedWatchContract('in memory', async () => memoryFeedWatch());
feedWatchContract('in DynamoDB', async () => dynamoFeedWatch(dynamo.client(), await dynamo.table()));
