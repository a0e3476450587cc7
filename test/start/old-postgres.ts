import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

const INT4 = 23;
const TEXT = 25;
const BOOL = 16;

/**
 * As much of PostgreSQL's protocol (version 3) as it takes to ask a server's version, and an answer of long ago:
 * whatever is asked, one row with `server_version_num` of PostgreSQL 12. Answers its URL.
 */
export async function openOldPostgres(): Promise<{ url: string; close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    converse(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    url: `postgres://somebody:secret@127.0.0.1:${port}/old`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function converse(socket: Socket): void {
  let waiting = Buffer.alloc(0);
  let greeted = false;
  socket.on('data', (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk]);
    for (;;) {
      const head = greeted ? 1 : 0;
      if (waiting.length < head + 4) return;
      const length = head + waiting.readInt32BE(head);
      if (waiting.length < length) return;
      const type = greeted ? String.fromCharCode(waiting[0]!) : 'startup';
      waiting = waiting.subarray(length);
      greeted = true;
      answer(socket, type);
    }
  });
}

function answer(socket: Socket, type: string): void {
  const idle = message('Z', Buffer.from('I'));
  if (type === 'startup') socket.write(Buffer.concat([message('R', int32(0)), idle]));
  else if (type === 'Q') socket.write(Buffer.concat([COLUMNS, ROW, DONE, idle]));
  else if (type === 'P') socket.write(message('1'));
  else if (type === 'B') socket.write(message('2'));
  else if (type === 'D') socket.write(COLUMNS);
  else if (type === 'E') socket.write(Buffer.concat([ROW, DONE]));
  else if (type === 'S') socket.write(idle);
  else if (type === 'X') socket.end();
}

/** Every question that the product asks before it trusts a server is answered by this row. */
const ANSWERS: [name: string, oid: number, value: string][] = [
  ['version', INT4, '120022'],
  ['encoding', TEXT, 'UTF8'],
  ['marked', BOOL, 'f'],
  ['taken', BOOL, 't'],
];
const COLUMNS = message(
  'T',
  int16(ANSWERS.length),
  ...ANSWERS.map(([name, oid]) =>
    Buffer.concat([Buffer.from(`${name}\0`), int32(0), int16(0), int32(oid), int16(-1), int32(-1), int16(0)]),
  ),
);
const ROW = message(
  'D',
  int16(ANSWERS.length),
  ...ANSWERS.map(([, , value]) => Buffer.concat([int32(value.length), Buffer.from(value)])),
);
const DONE = message('C', Buffer.from('SELECT 1\0'));

function message(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeInt16BE(value);
  return buffer;
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}
