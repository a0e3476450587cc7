import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { bootCurve, USUAL_BOOT } from '../../../flows/capacity/boot-curve.ts';
import { bootFactor, withBootKind, type BootKind, type BootKinds } from '../../../flows/capacity/boot-kinds.ts';

const kind: fc.Arbitrary<BootKind> = fc.record({
  size: fc.constantFrom('small', 'large', null),
  zone: fc.constantFrom('1', '2', null),
  hour: fc.integer({ min: 0, max: 23 }),
});

function after(starts: number, of: (n: number) => [BootKind, seconds: number]): BootKinds {
  let kinds: BootKinds = {};
  for (let n = 0; n < starts; n++) kinds = withBootKind(kinds, ...of(n), 200);
  return kinds;
}

const seen = (size: string, zone = '1', hour = 8): BootKind => ({ size, zone, hour });

describe('how long boots of a kind take', () => {
  it('is as usual before anything is known, and as long as few starts say otherwise', () => {
    const few = after(1, () => [seen('large'), 400]);

    assert.equal(bootFactor({}, seen('large')), 1);
    assert.equal(bootFactor(few, seen('large')), 1);
  });

  it('is learned for the size, the zone and the hour that are slow, and for no other', () => {
    const slowSize = after(200, (n) => [seen(n % 2 ? 'large' : 'small', `${n % 3}`, n % 24), n % 2 ? 300 : 200]);
    const slowMorning = after(400, (n) => [seen('small', `${n % 3}`, n % 24), n % 24 >= 6 && n % 24 < 9 ? 300 : 200]);

    assert.ok(bootFactor(slowSize, seen('large')) > 1.2);
    assert.ok(Math.abs(bootFactor(slowSize, seen('small')) - 1) < 0.15);
    assert.ok(bootFactor(slowMorning, seen('small', '1', 7)) > 1.2);
    assert.equal(bootFactor(slowMorning, seen('small', '1', 12)), 1);
  });

  it('is not counted twice where a slow size is always started at one hour', () => {
    const kinds = after(300, () => [seen('large', '1', 8), 300]);

    const factor = bootFactor(kinds, seen('large', '1', 8));

    assert.ok(factor > 1.3 && factor <= 1.5, `${factor}`);
  });

  it('stays within bounds whatever was seen, and makes nothing ready sooner', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(kind, fc.integer({ min: 1, max: 7200 })), { maxLength: 300 }),
        kind,
        (boots, asked) => {
          const kinds = after(boots.length, (n) => boots[n]!);
          const factor = bootFactor(JSON.parse(JSON.stringify(kinds)) as BootKinds, asked);
          const [usual, own] = [1, factor].map((one) => bootCurve([180, 240, 300], 0, USUAL_BOOT, one));

          assert.ok(factor >= 1 && factor <= 3);
          for (let minute = 0; minute < usual!.length; minute++)
            assert.ok(
              factor >= 1 ? own![minute]! <= usual![minute]! + 1e-12 : own![minute]! >= usual![minute]! - 1e-12,
            );
        },
      ),
    );
  });
});
