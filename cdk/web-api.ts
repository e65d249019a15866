import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type AlarmBoard, countIn } from '#cdk/alarm-board';
import type { Handler } from '#cdk/handler';

// Without the path: it holds readers' unsubscribe words, and this log is kept for months.
const LOGGED = {
  at: '$context.requestTime',
  id: '$context.requestId',
  method: '$context.httpMethod',
  route: '$context.routeKey',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  error: '$context.integrationErrorMessage',
};

/**
 * Pages and forms. An HTTP API, because a function URL behind CloudFront's origin access control refuses each form post
 * that does not carry a hash of its body, and mailbox providers' one-click unsubscribe does not.
 */
export class WebApi extends Construct {
  /** The host that CloudFront asks. */
  readonly host: string;

  constructor(scope: Construct, id: string, props: { public: Handler; desk: Handler; alarms: AlarmBoard }) {
    super(scope, id);
    const forReaders = new HttpLambdaIntegration('ForReaders', props.public.lambda);
    const api = new HttpApi(this, 'Api', { createDefaultStage: false, defaultIntegration: forReaders });
    // Without an authorizer: those of an HTTP API want a token in a header, which no browser sends. The desk itself asks who it is.
    const forDesk = {
      methods: [HttpMethod.ANY],
      integration: new HttpLambdaIntegration('ForDesk', props.desk.lambda),
    };
    api.addRoutes({ path: '/desk', ...forDesk });
    api.addRoutes({ path: '/desk/{proxy+}', ...forDesk });

    const log = new LogGroup(this, 'Log', { retention: RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.DESTROY });
    api.addStage('Stage', {
      stageName: '$default',
      autoDeploy: true,
      // Far above what readers do, and a bound on what a flood may cost.
      throttle: { rateLimit: 200, burstLimit: 400 },
      accessLogSettings: { destination: new LogGroupLogDestination(log), format: AccessLogFormat.custom(JSON.stringify(LOGGED)) },
    });
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
