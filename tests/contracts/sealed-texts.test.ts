import { dynamoSealedTexts } from '#adapters/dynamo/sealed-texts';
import { memorySealedTexts } from '#local/memory/sealed-texts';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { sealedTextsContract } from '#tests/contracts/sealed-texts.contract';

const dynamo = freshDynamo();
sealedTextsContract('in memory', async () => memorySealedTexts());
sealedTextsContract('in DynamoDB', async () => dynamoSealedTexts(dynamo.client(), await dynamo.table()));
