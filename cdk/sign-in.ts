import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnManagedLoginBranding,
  CfnUserPool,
  ClientAttributes,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  PasskeyUserVerification,
  UserPool,
  UserPoolEmail,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Environment } from '#cdk/handler';

type SignInEnvironment = Pick<Environment, Extract<keyof Environment, `SIGN_IN_${string}`>>;

/**
 * The Cognito user pool of the desk. The first user is added by hand, the others on the desk; each has a password and an authenticator app,
 * or a passkey.
 */
export class SignIn extends Construct {
  readonly users: UserPool;
  /** The environment variables that the desk needs to sign people in. */
  readonly environment: SignInEnvironment;

  /** `sender`: the domain from which invitations come; undefined: Cognito's own address. */
  constructor(scope: Construct, id: string, props: { siteHost: string; stage: string | undefined; sender?: string }) {
    super(scope, id);
    const site = `https://${props.siteHost}`;
    const users = this.#pool(site, props.sender);
    this.users = users;
    // Only the newer pages know passkeys, and ask a signed-in person again when the desk says `prompt=login`.
    const domain = users.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `newsroom-${props.stage === undefined ? '' : `${props.stage}-`}${Stack.of(this).account}` },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    // The client has no secret: PKCE proves that the desk began the sign-in, and there is no secret to store and rotate.
    const client = users.addClient('Desk', {
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
        callbackUrls: [`${site}/desk/signed-in`],
        logoutUrls: [`${site}/desk/signed-out`],
      },
      // Passkeys need this flow. Without this line all flows would be allowed, also passwords by the API.
      authFlows: { user: true },
      // People may not change the address in their own account, because the audit log names them by it.
      writeAttributes: new ClientAttributes().withStandardAttributes({ locale: true }),
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      // The desk reads the ID token once and stores no token. The other tokens are not used, so they expire soon.
      authSessionValidity: Duration.minutes(10),
      accessTokenValidity: Duration.minutes(5),
      idTokenValidity: Duration.minutes(5),
      refreshTokenValidity: Duration.hours(1),
    });
    // The newer pages say "unavailable" until a client has a style. Cognito's own is enough.
    new CfnManagedLoginBranding(this, 'Looks', {
      userPoolId: users.userPoolId,
      clientId: client.userPoolClientId,
      useCognitoProvidedValues: true,
    });
    this.environment = {
      SIGN_IN_ISSUER: users.userPoolProviderUrl,
      SIGN_IN_CLIENT: client.userPoolClientId,
      SIGN_IN_HOST: domain.baseUrl(),
      SIGN_IN_SITE: site,
      SIGN_IN_POOL: users.userPoolId,
      SIGN_IN_POOL_URL: `https://cognito-idp.${Stack.of(this).region}.amazonaws.com`,
    };
  }

  #pool(siteUrl: string, sender: string | undefined): UserPool {
    const users = new UserPool(this, 'Users', {
      selfSignUpEnabled: false,
      // Cognito's own address may send 50 emails a day, and the mailboxes of some organisations hold it back.
      ...(sender !== undefined && {
        email: UserPoolEmail.withSES({
          fromEmail: `desk@${sender}`,
          fromName: 'Newsroom desk',
          sesVerifiedDomain: sender,
          sesRegion: Stack.of(this).region,
        }),
      }),
      userInvitation: {
        emailSubject: 'You are let in to the desk of the newsletter',
        emailBody: `<p>Hello,</p><p>A colleague has let you in to the desk on which our newsletter is written.</p><p>Sign in at <a href="${siteUrl}/desk/">${siteUrl}/desk/</a> with this email address ({username}) and this first password, which works for three days: <b>{####}</b></p><p>You then choose a password of your own, and set up an app on your phone that shows codes. If the three days are over, ask your colleague to send this email again.</p><p>You did not expect this? Then do nothing.</p>`,
      },
      signInAliases: { email: true },
      signInCaseSensitive: false,
      signInPolicy: { allowedFirstAuthFactors: { password: true, passkey: true } },
      passkeyUserVerification: PasskeyUserVerification.REQUIRED,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // A passkey with a finger, a face or a PIN counts as two factors. The construct has no option for this yet.
    if (users.node.defaultChild instanceof CfnUserPool)
      users.node.defaultChild.webAuthnFactorConfiguration = 'MULTI_FACTOR_WITH_USER_VERIFICATION';
    Validations.of(users).acknowledge({
      id: 'AwsSolutions::AwsSolutions-COG8',
      reason: 'The Plus plan watches sign-ins of a large public. Here a handful of invited people sign in with a second factor.',
    });
    return users;
  }
}
