/** A process for embedded-postgres.test.ts: opens the server of DATA, tells what it got, and waits to be killed. */
import { openEmbeddedPostgres } from '../../../infra/postgres/embedded-postgres.ts';

openEmbeddedPostgres({ dataDir: process.env['DATA']!, log: () => undefined }).then(
  (server) => process.send!({ url: server.url, owned: server.owned, place: server.place, elsewhere: server.elsewhere }),
  (error: Error) => process.send!({ problem: error.message }),
);
setInterval(() => undefined, 1_000);
