import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { gatewayCommand, type GatewayFileAnswer } from '../../../bot/commands/gateway.ts';
import { isWholeList } from '../../../flows/gateway/allow-list-text.ts';
import { at, NOW } from '../../support/builders.ts';

const LIST = { asOf: NOW, until: at('2026-12-02 12:00'), entries: [] };

describe('zaitaku gateway file', () => {
  async function run(args: string[], answer: GatewayFileAnswer = { list: LIST, file: '/gateway/allow.map' }) {
    const written: [string, string][] = [];
    const said: string[] = [];
    const command = gatewayCommand(
      () => Promise.resolve(answer),
      (path, text) => Promise.resolve(void written.push([path, text])),
    );
    const write = process.stdout.write.bind(process.stdout);
    process.stdout.write = (text) => said.push(String(text)) > 0;
    let error: { exitCode?: number; message?: string } | null = null;
    try {
      for (const one of [command, ...command.commands])
        one.exitOverride().configureOutput({ writeErr: () => undefined });
      await command.parseAsync(['file', ...args], { from: 'user' });
    } catch (thrown) {
      error = thrown as { exitCode?: number };
    } finally {
      process.stdout.write = write;
    }
    return { written, said: said.join(''), code: error?.exitCode ?? 0, problem: error?.message ?? null };
  }

  it('writes to the place in the settings, or where it is told, and says what', async () => {
    const { written, said } = await run([]);

    assert.equal(written[0]?.[0], '/gateway/allow.map');
    assert.ok(isWholeList(written[0]?.[1] ?? ''));
    assert.equal(said, '/gateway/allow.map: 0 entries, until 2026-12-02T03:00:00.000Z\n');
    assert.equal((await run(['--out', 'here.map'])).written[0]?.[0], resolve('here.map'));
  });

  it('prints it, in the plain form or as JSON, and writes nothing', async () => {
    const plain = await run(['--out', '-']);
    const json = await run(['--json']);

    assert.ok(isWholeList(plain.said));
    assert.deepEqual(JSON.parse(json.said), {
      asOf: '2026-12-01T00:00:00.000Z',
      until: '2026-12-02T03:00:00.000Z',
      entries: [],
    });
    assert.deepEqual([plain.written, json.written], [[], []]);
  });

  it('says what is missing: a gateway, a place, one of two ways', async () => {
    const answers = [
      await run([], null),
      await run([], { list: LIST, file: null }),
      await run(['--json', '--out', 'x']),
    ];

    assert.deepEqual(
      answers.map(({ code }) => code),
      [2, 2, 2],
    );
    assert.match(answers[0]!.problem!, /^gateway: this organisation has none/);
    assert.match(answers[1]!.problem!, /^--out: gateway\.file in the settings names no place/);
    assert.match(answers[2]!.problem!, /^--json/);
  });
});
