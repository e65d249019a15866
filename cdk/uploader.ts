import { Stack } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { folders } from '#adapters/stores';

/**
 * A role for who runs `npm run upload`, and for nothing else: neither readers nor functions can be reached with it. People of this account
 * may take it on if somebody lets them (`sts:AssumeRole`).
 */
export class Uploader extends Construct {
  readonly roleArn: string;

  constructor(scope: Construct, id: string, { content }: { content: Bucket }) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      description: 'Uploads the stories and rules of the newsroom',
      assumedBy: new AccountPrincipal(Stack.of(this).account),
    });
    const { posts, events, messages, images, rules, uploadRecord } = folders;
    const written = [posts, events, messages, images].map(({ path }) => content.arnForObjects(`${path}*`));
    const files = [rules, uploadRecord].map(({ path }) => content.arnForObjects(path));
    const statements = [
      { actions: ['s3:ListBucket'], resources: [content.bucketArn] },
      { actions: ['s3:GetObject', 's3:PutObject'], resources: [...written, ...files] },
      { actions: ['s3:DeleteObject'], resources: written },
    ];
    for (const statement of statements) role.addToPolicy(new PolicyStatement(statement));
    this.roleArn = role.roleArn;
  }
}
