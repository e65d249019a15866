import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { CfnStage, HttpApi, HttpMethod, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type AlarmBoard, countIn } from '#cdk/alarm-board';
import type { Handler } from '#cdk/handler';

// Without the path: it holds readers' unsubscribe tokens, and this log is kept for three months.
const LOGGED = {
  at: '$context.requestTime',
  id: '$context.requestId',
  method: '$context.httpMethod',
  route: '$context.routeKey',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  error: '$context.integrationErrorMessage',
};

/** The link of every email (functions/web/readers/unsubscribe.ts). */
const UNSUBSCRIBE = '/u/{token}';

/**
 * Pages and forms, by an HTTP API. A function URL behind CloudFront's origin access control would refuse form posts without a hash of
 * their body, such as the one-click unsubscribe of mailbox providers.
 */
export class WebApi extends Construct {
  /** The host to which CloudFront sends requests. */
  readonly host: string;

  constructor(scope: Construct, id: string, props: { public: Handler; desk: Handler; alarms: AlarmBoard }) {
    super(scope, id);
    const forReaders = new HttpLambdaIntegration('ForReaders', props.public.lambda);
    const api = new HttpApi(this, 'Api', { createDefaultStage: false, defaultIntegration: forReaders });
    // No authorizer: an HTTP API's authorizer wants a token in a header, which browsers do not send. The desk checks its session cookie.
    const forDesk = {
      methods: [HttpMethod.ANY],
      integration: new HttpLambdaIntegration('ForDesk', props.desk.lambda),
    };
    api.addRoutes({ path: '/desk', ...forDesk });
    api.addRoutes({ path: '/desk/{proxy+}', ...forDesk });

    // A route of its own has a rate of its own: a flood of other pages cannot keep anybody from unsubscribing. There is no narrower limit,
    // such as one for a network: a mailbox provider presses the button for all its people from a few.
    api.addRoutes({ path: UNSUBSCRIBE, methods: [HttpMethod.POST], integration: forReaders });

    const log = new LogGroup(this, 'Log', { retention: RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.DESTROY });
    const stage = api.addStage('Stage', {
      stageName: '$default',
      autoDeploy: true,
      // Requests a second: far more than readers make, and a limit to the cost of a flood.
      throttle: { rateLimit: 200, burstLimit: 400 },
      accessLogSettings: { destination: new LogGroupLogDestination(log), format: AccessLogFormat.custom(JSON.stringify(LOGGED)) },
    });
    const written = stage.node.defaultChild;
    if (!(written instanceof CfnStage)) throw new Error('The stage of the HTTP API is not what it was: its routes need a limit.');
    written.routeSettings = { [`POST ${UNSUBSCRIBE}`]: { ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 } };
    this.host = `${api.apiId}.execute-api.${api.stack.region}.${api.stack.urlSuffix}`;

    props.alarms.add(this, 'Broken', {
      metric: api.metricServerError(countIn(Duration.minutes(1))),
      at: 1,
      impact:
        'A page or form answered with an error: somebody may have tried to unsubscribe and could not, which the law and our readers do not forgive.',
      remedy: 'Try an unsubscribe link of the last mail yourself, then ask a developer to look at the log of public.',
    });
    Validations.of(api).acknowledge({
      id: 'AwsSolutions::AwsSolutions-APIG4',
      reason:
        'Pages and unsubscribe links are for everyone, without signing in. The desk looks at a session cookie before anything else, which a test proves for each of its routes.',
    });
  }
}
