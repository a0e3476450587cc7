import assert from 'node:assert/strict';
import fc from 'fast-check';
import { toJson, toText } from '../../../infra/store/json.ts';

describe('JSON for the database', () => {
  it('has no NUL and no half characters, and leaves everything else as it is', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 10 }),
      fc.constantFrom('\0', '\ud800', '\udfff', '\\u0000', '\\ud800', '\\\\u0000', '絵文字😀', '"'),
    );
    const text = fc.array(part, { maxLength: 4 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('a', 'b'), fc.oneof(text, fc.array(text, { maxLength: 3 }), fc.integer())),
        (value) => {
          const cleaned = Object.fromEntries(
            Object.entries(value).map(([key, one]) => [
              key,
              typeof one === 'string' ? toText(one) : Array.isArray(one) ? one.map(toText) : one,
            ]),
          );

          assert.deepEqual(JSON.parse(toJson(value)), JSON.parse(JSON.stringify(cleaned)));
        },
      ),
    );
    assert.equal(toJson({ said: 'a\0b\ud800c', told: '\\u0000' }), '{"said":"ab\uFFFDc","told":"\\\\u0000"}');
    assert.equal(toJson(undefined), 'null');
  });
});
