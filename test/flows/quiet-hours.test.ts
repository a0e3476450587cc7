import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isQuietTime, mayAlert } from '../../flows/quiet-hours.ts';
import type { Notice } from '../../flows/notice.ts';
import { anOrganisation, at } from '../support/builders.ts';

const night = (daysOff: boolean) => anOrganisation({ quietHours: { from: '22:00', to: '05:00', daysOff } });
const wallTime = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));

describe('the quiet hours', () => {
  const times: [string, boolean][] = [
    ['2026-12-01 21:59', false],
    ['2026-12-01 22:00', true],
    ['2026-12-02 00:00', true],
    ['2026-12-02 04:59', true],
    ['2026-12-02 05:00', false],
    ['2026-12-02 12:00', false],
  ];
  for (const [time, quiet] of times)
    it(`${quiet ? 'last' : 'do not last'} at ${time.slice(11)}`, () => {
      assert.equal(isQuietTime(night(false), at(time)), quiet);
    });

  const days: [string, string][] = [
    ['2026-12-05', 'a Saturday'],
    ['2026-11-23', 'a public holiday'],
    ['2026-12-30', 'the turn of the year'],
    ['2026-12-04', 'a day on which the offices are closed'],
  ];
  for (const [day, name] of days)
    it(`last all of ${name} where the organisation says so`, () => {
      const closures = [{ from: '2026-12-04', to: '2026-12-04', name: { ja: '工事', en: 'Works' } }];

      assert.equal(isQuietTime({ ...night(true), closures }, at(`${day} 12:00`)), true);
      assert.equal(isQuietTime({ ...night(false), closures }, at(`${day} 12:00`)), false);
    });

  it('are none where the organisation has none', () => {
    assert.equal(isQuietTime(anOrganisation({ quietHours: null }), at('2026-12-05 03:00')), false);
  });

  it('and the rest of the day are one whole, whether they cross midnight or not', () => {
    fc.assert(
      fc.property(wallTime, wallTime, wallTime, (from, to, time) => {
        fc.pre(from !== to);
        const quiet = (begin: string, end: string) =>
          isQuietTime(
            anOrganisation({ quietHours: { from: begin, to: end, daysOff: false } }),
            at(`2026-12-02 ${time}`),
          );

        assert.notEqual(quiet(from, to), quiet(to, from));
      }),
    );
  });

  it('let pass what cannot wait, and nothing else', () => {
    const loud: Notice['kind'][] = [
      'reply',
      'session-warning',
      'fault',
      'emergency-begun',
      'emergency-asked',
      'lost-device',
    ];
    const silent: Notice['kind'][] = [
      'approval-request',
      'approval-reminder',
      'decision',
      'cancelled',
      'seat-offered',
      'expired',
    ];
    const says = (kind: Notice['kind'], time: string) => mayAlert({ kind }, night(true), at(time));

    assert.deepEqual(
      loud.map((kind) => says(kind, '2026-12-01 23:00')),
      loud.map(() => true),
    );
    assert.deepEqual(
      silent.map((kind) => says(kind, '2026-12-01 23:00')),
      silent.map(() => false),
    );
    assert.deepEqual(
      silent.map((kind) => says(kind, '2026-12-01 12:00')),
      silent.map(() => true),
    );
  });
});
