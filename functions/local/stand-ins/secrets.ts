import { bodyOf, type Loopback, listenOnLoopback } from '#local/stand-ins/loopback';

/** Starts a stand-in for reading from Secrets Manager. `secrets`: the values by name, which it returns as JSON. */
export async function startSecretsStandIn(secrets: Record<string, unknown>): Promise<Loopback> {
  return listenOnLoopback(async (request, response) => {
    const { SecretId: name } = JSON.parse((await bodyOf(request)).toString() || '{}');
    const known = request.headers['x-amz-target'] === 'secretsmanager.GetSecretValue' && Object.hasOwn(secrets, name);
    const ARN = `arn:aws:secretsmanager:eu-west-2:000000000000:secret:${name}`;
    response.writeHead(known ? 200 : 400, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(
      JSON.stringify(
        known
          ? { ARN, Name: name, VersionId: '1', SecretString: JSON.stringify(secrets[name]) }
          : { __type: 'ResourceNotFoundException', Message: "Secrets Manager can't find the specified secret." },
      ),
    );
  });
}
