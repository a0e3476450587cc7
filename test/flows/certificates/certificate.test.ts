import assert from 'node:assert/strict';
import fc from 'fast-check';
import { REVOCATION_REASONS, type Certificate } from '../../../flows/certificates/certificate-store.ts';
import {
  countsAt,
  moveCertificate,
  serialSaid,
  type CertificateMove,
} from '../../../flows/certificates/certificate.ts';
import { makePassphrase } from '../../../flows/certificates/make-passphrase.ts';
import { NOW } from '../../support/builders.ts';
import { aCertificate } from '../../support/certificate-builders.ts';

const REASONS = REVOCATION_REASONS.filter((reason) => reason !== 'replaced');
const move: fc.Arbitrary<CertificateMove> = fc.oneof(
  fc.constant({ to: 'handed-over' as const }),
  fc.constant({ to: 'replaced' as const }),
  fc.constantFrom(...REASONS).map((reason) => ({ to: 'revoked' as const, reason })),
);
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);

/** Every certificate that a row of moves leads through, the first included. */
function lifeOf(moves: readonly CertificateMove[]): Certificate[] {
  const life = [aCertificate({ state: 'issued' })];
  moves.forEach((one, index) => life.push(moveCertificate(life.at(-1)!, one, minutes(index + 1)) ?? life.at(-1)!));
  return life;
}

describe('a certificate', () => {
  it('is never valid again once it was closed, whatever follows', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 12 }), fc.integer({ min: 0, max: 600_000 }), (moves, later) => {
        const life = lifeOf(moves);
        const closed = life.findIndex(({ revokedAt }) => revokedAt !== null);

        for (const [index, one] of life.entries()) {
          const isClosed = closed >= 0 && index >= closed;
          assert.equal(one.state === 'revoked' || one.state === 'replaced', isClosed);
          assert.equal(one.reason !== null, isClosed);
          if (isClosed) {
            assert.deepEqual(one, life[closed]);
            assert.equal(countsAt(one, minutes(later)), false);
          }
        }
      }),
    );
  });

  it('changes nothing but its state, instant and reason', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 12 }), (moves) => {
        const life = lifeOf(moves);
        const rest = ({ state: _, revokedAt: __, reason: ___, ...same }: Certificate) => same;

        for (const one of life) assert.deepEqual(rest(one), rest(life[0]!));
      }),
    );
  });

  it('is handed over once, and told by its first reason', () => {
    const issued = aCertificate({ state: 'issued' });
    const handedOver = moveCertificate(issued, { to: 'handed-over' }, NOW)!;
    const lost = moveCertificate(handedOver, { to: 'revoked', reason: 'lost' }, NOW)!;

    assert.equal(moveCertificate(handedOver, { to: 'handed-over' }, NOW), null);
    assert.equal(moveCertificate(lost, { to: 'revoked', reason: 'left' }, NOW), null);
    assert.deepEqual([lost.state, lost.reason, lost.revokedAt], ['revoked', 'lost', NOW]);
  });

  it('counts from its beginning until its end, both as it says', () => {
    const one = aCertificate({ notBefore: minutes(0), notAfter: minutes(10) });

    assert.deepEqual(
      [-1, 0, 9, 10].map((at) => countsAt(one, minutes(at))),
      [false, true, true, false],
    );
  });
});

describe('a serial number', () => {
  it('is the same however it is written', () => {
    for (const text of ['00:AB:12', '0xAB12', 'ab 12', 'AB12', '０ａｂ１２', '00ab-12'])
      assert.equal(serialSaid(text), 'ab12');
    assert.equal(serialSaid('0'), '0');
  });

  it('is refused where it is none', () => {
    for (const text of ['', 'xyz', '12.5', 'a'.repeat(41), '=1+1']) assert.equal(serialSaid(text), null, text);
  });

  it('is read from whatever bytes', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 160n - 1n }), (number) => {
        assert.equal(serialSaid(number.toString(16).toUpperCase().padStart(40, '0')), number.toString(16));
      }),
    );
  });
});

describe('a passphrase', () => {
  it('is four groups of letters that nobody mixes up, another each time', () => {
    const made = Array.from({ length: 200 }, () => makePassphrase());

    for (const one of made)
      assert.match(one, /^[abcdefghjkmnpqrstuvwxyz2345679]{4}(-[abcdefghjkmnpqrstuvwxyz2345679]{4}){3}$/);
    assert.equal(new Set(made).size, made.length);
    // Each of the letters comes up: 3,200 draws miss one of thirty once in 10^46 times.
    assert.equal(new Set(made.join('').replaceAll('-', '')).size, 30);
  });
});
