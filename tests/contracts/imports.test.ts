import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll } from 'vitest';
import { dynamoImports } from '#adapters/dynamo-imports';
import { s3ImportFiles } from '#adapters/s3-import-files';
import { LOCAL_AWS } from '#local/dynamo-emulator';
import { type Emulators, startEmulators } from '#local/emulators';
import { memoryImportFiles, memoryImports } from '#local/memory-imports';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { importFilesContract, importsContract } from '#tests/contracts/imports.contract';

let emulators: Emulators;
let client: S3Client;
beforeAll(async () => {
  emulators = await startEmulators();
  client = new S3Client({ endpoint: emulators.fauxqsUrl, ...LOCAL_AWS });
  await client.send(new CreateBucketCommand({ Bucket: 'imports' }));
});
afterAll(async () => {
  client.destroy();
  await emulators.stop();
});

const dynamo = freshDynamo();
importsContract('in memory', async () => memoryImports());
importsContract('in DynamoDB', async () => dynamoImports(dynamo.client(), await dynamo.table()));
importFilesContract('in memory', async () => memoryImportFiles());
importFilesContract('in S3', async () => s3ImportFiles(client, 'imports'));
