// Loaded into the measured process before its own code: collects garbage on request and tells what it has used.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
process.on('message', (what) => {
  if (what === 'memory') {
    collect();
    collect();
  }
  process.send({ ...process.memoryUsage(), cpu: process.cpuUsage() });
});
// Listening alone must not keep the process alive.
process.channel.unref();
