import { dynamoImports } from '#adapters/dynamo/imports';
import { s3ImportFiles } from '#adapters/s3/import-files';
import { memoryImportFiles, memoryImports } from '#local/memory/imports';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { freshS3 } from '#tests/contracts/fresh-s3';
import { importFilesContract, importsContract } from '#tests/contracts/imports.contract';

const dynamo = freshDynamo();
const s3 = freshS3();
importsContract('in memory', async () => memoryImports());
importsContract('in DynamoDB', async () => dynamoImports(dynamo.client(), await dynamo.table()));
importFilesContract('in memory', async () => memoryImportFiles());
importFilesContract('in S3', async () => s3ImportFiles(s3.client(), await s3.bucket()));
