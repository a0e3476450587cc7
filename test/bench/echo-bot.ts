/**
 * The least that a bot can do with botbuilder: says back what it is told. What zaitaku's turn is measured against.
 * `node --import tsx test/bench/echo-bot.ts PORT` prints "ready" when it listens.
 */
import { CloudAdapter, ConfigurationBotFrameworkAuthentication, type TurnContext } from 'botbuilder';
import express from 'express';

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
const app = express();
const echo = async (context: TurnContext) => void (await context.sendActivity(`You said: ${context.activity.text}`));
app.post('/api/messages', express.json(), (request, response) =>
  adapter.process(request as never, response as never, echo),
);
app.listen(Number(process.argv[2]), '127.0.0.1', () => process.stdout.write('ready\n'));
