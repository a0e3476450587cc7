import { Logger } from 'graphile-worker';

/** graphile-worker writes to the console unless told otherwise; standard output belongs to the commands' answers. */
export const quietLogger = new Logger(() => () => undefined);
