import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';

type Authentication = ConfigurationBotFrameworkAuthentication;
type ConnectorFactory = ReturnType<Authentication['createConnectorFactory']>;

/**
 * The SDK's authentication, without the repeats that its HTTP client makes by itself (three more tries of 429 and 5xx,
 * each after the Retry-After in real time; botframework-connector 4.23 on @azure/core-rest-pipeline, and its
 * `noRetryPolicy` is not read). A repeat behind our back would come after our own time-out and send a message twice;
 * what failed is tried again by the outbox, on the product's clock.
 */
export class ChannelAuthentication extends ConfigurationBotFrameworkAuthentication {
  override createConnectorFactory(...args: Parameters<Authentication['createConnectorFactory']>): ConnectorFactory {
    return withoutRepeats(super.createConnectorFactory(...args));
  }

  override async authenticateRequest(...args: Parameters<Authentication['authenticateRequest']>) {
    const result = await super.authenticateRequest(...args);
    if (result.connectorFactory) withoutRepeats(result.connectorFactory);
    return result;
  }
}

function withoutRepeats(factory: ConnectorFactory): ConnectorFactory {
  const create = factory.create.bind(factory);
  factory.create = async (...args) => {
    const connector = await create(...args);
    const { client } = connector as unknown as {
      client?: { pipeline?: { removePolicy(policy: { name: string }): void } };
    };
    client?.pipeline?.removePolicy({ name: 'defaultRetryPolicy' });
    return connector;
  };
  return factory;
}
